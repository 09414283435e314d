(function () {
  var card = document.createElement('div'), shown = null;
  card.className = 'card'; card.hidden = true; card.setAttribute('aria-hidden', 'true');
  document.body.appendChild(card);
  function hide() { card.hidden = true; shown = null; }
  function show(mark) {
    var source = document.getElementById(mark.getAttribute('data-shows'));
    if (!source || shown === mark) { return; }
    shown = mark;
    var title = document.createElement('h4'), copy = source.cloneNode(true);
    title.textContent = mark.getAttribute('data-title') || '';
    copy.removeAttribute('id');
    copy.querySelectorAll('[id]').forEach(function (each) { each.removeAttribute('id'); });
    copy.querySelectorAll('a').forEach(function (each) { each.tabIndex = -1; });
    card.replaceChildren(title, copy);
    card.hidden = false; card.scrollTop = 0;
    var box = mark.getBoundingClientRect(), wide = innerWidth, high = innerHeight;
    var left = Math.min(Math.max(8, box.left + box.width / 2 - card.offsetWidth / 2), wide - card.offsetWidth - 8);
    var below = box.bottom + 8, above = box.top - card.offsetHeight - 8;
    card.style.left = Math.max(8, left) + 'px';
    card.style.top = (below + card.offsetHeight < high || above < 0 ?
      Math.max(8, Math.min(below, high - card.offsetHeight - 8)) : above) + 'px';
  }
  var leaving = 0;
  function later() { clearTimeout(leaving); leaving = setTimeout(hide, 250); }
  card.addEventListener('pointerenter', function () { clearTimeout(leaving); });
  card.addEventListener('pointerleave', later);
  document.querySelectorAll('[data-shows]').forEach(function (mark) {
    mark.addEventListener('pointerenter', function () { clearTimeout(leaving); show(mark); });
    mark.addEventListener('pointerleave', later);
    mark.addEventListener('focus', function () { clearTimeout(leaving); show(mark); });
    mark.addEventListener('blur', later);
  });
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape') { hide(); } });
  addEventListener('scroll', function (event) { if (event.target === document) { hide(); } }, true);
})();
