"""Who says so: the evidence of the time line and the map as HTML, and the card that shows it beside a mark."""

from __future__ import annotations

from collections.abc import Iterable

from kg.markup.environment import macros
from kg.query.evidence import Claim

__all__ = ["CARD_SCRIPT", "CARD_STYLE", "evidence_list"]

CARD_STYLE = """\
.card { position: fixed; z-index: 2; max-width: min(26rem, calc(100vw - 2rem)); max-height: min(60vh, 28rem);
  overflow: auto; padding: .6rem .9rem; background: var(--ground); color: var(--ink); border: 1px solid var(--soft);
  border-radius: .375rem; box-shadow: 0 4px 16px rgb(0 0 0 / .3); font-size: .875rem; }
.card h4 { margin: 0 0 .3rem; }
.told { margin: .3rem 0; padding-left: 1.1rem; font-size: .875rem; max-width: 46rem; overflow-wrap: anywhere; }
.told ul { margin: 0 0 .25rem; padding-left: 1.1rem; }
[data-shows] { cursor: help; }
@media print { .card { display: none; } }
"""

# The card shows what already stands on the page, in a <details> or a table: without scripts nothing is missing.
CARD_SCRIPT = """\
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
"""


def evidence_list(claims: Iterable[Claim]) -> str:
    """Claims as a list: what is told, and below it each voice with its quotes and a link to the article."""
    return str(macros("markup/templates/claims.html").told(list(claims)))
