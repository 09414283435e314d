(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('network-data').textContent);
  var viewer = document.getElementById('viewer'), picture = document.getElementById('picture');
  var panel = document.getElementById('panel'), spoken = document.getElementById('spoken');
  var search = document.getElementById('search'), found = document.getElementById('found');
  var count = document.getElementById('search-count'), hint = document.getElementById('hint');
  var svgs = Array.from(picture.querySelectorAll('svg'));
  var arrow = data.directed ? ' → ' : ' — ';
  var MOST = 16, FOUND_MOST = 12;

  // Which edges meet at which node.
  var meeting = data.nodes.map(function () { return []; });
  data.edges.forEach(function (edge, e) {
    meeting[edge.a].push(e);
    if (edge.b !== edge.a) { meeting[edge.b].push(e); }
  });

  // What is shown: kept is what was clicked, and stays; otherwise what is pointed at is shown for the moment.
  var kept = null;

  function make(tag, text, name) {
    var element = document.createElement(tag);
    if (text !== undefined) { element.textContent = text; }
    if (name) { element.className = name; }
    return element;
  }
  function counted(number, one, several) { return number + ' ' + (number === 1 ? one : several); }
  function titleOf(edge) { return data.nodes[edge.a].name + arrow + data.nodes[edge.b].name; }
  function visible() {
    return svgs.find(function (svg) { return svg.getClientRects().length > 0; }) || svgs[0];
  }

  // The panel. Every text goes through textContent; claims are copies of what stands in the page below.
  function list(title, items) {
    if (!items.length) { return []; }
    var box = make('ul');
    items.forEach(function (each) { var item = make('li'); item.append(each); box.append(item); });
    return [make('h3', title), box];
  }
  function button(text, action) {
    var element = make('button', text);
    element.type = 'button';
    element.addEventListener('click', action);
    return element;
  }
  function aboutNode(n) {
    var node = data.nodes[n], parts = [make('h2', node.name)];
    var told = [node.kind, node.polity].filter(Boolean).join(' · ');
    if (told) { parts.push(make('p', told)); }
    parts.push(make('p', data.by + ': ' + node.score + (node.rank === null ? '' : ', rank ' + node.rank + ' of ' + data.nodes.length)));
    var items = meeting[n].map(function (e) {
      var edge = data.edges[e], other = data.nodes[edge.a === n ? edge.b : edge.a].name;
      var way = data.directed ? (edge.a === n ? '→ ' : '← ') : '';
      var more = ' · weight ' + edge.weight + (edge.claims.length ? ' · ' + counted(edge.claims.length, 'claim', 'claims') : '');
      return button(way + other + more, function () { keep({ e: e }, true); });
    });
    parts = parts.concat(list(counted(items.length, 'edge', 'edges'), items));
    if (/^https?:/.test(node.iri)) { var iri = make('p'); iri.append(make('code', node.iri)); parts.push(iri); }
    return parts;
  }
  function aboutEdge(e) {
    var edge = data.edges[e], parts = [make('h2', titleOf(edge))];
    parts.push(make('p', ['weight ' + edge.weight].concat(edge.roles).join(' · ')));
    parts = parts.concat(list('Rests on', edge.on));
    var ends = (edge.a === edge.b ? [edge.a] : [edge.a, edge.b]).map(function (n) {
      return button(data.nodes[n].name, function () { keep({ n: n }, true); });
    });
    if (edge.claims.length) {
      parts.push(make('h3', 'Evidence: ' + counted(edge.claims.length, 'claim', 'claims')));
      var claims = make('ul', undefined, 'claims');
      edge.claims.forEach(function (number) {
        var copy = document.getElementById('c' + number).cloneNode(true);
        copy.removeAttribute('id');
        claims.append(copy);
      });
      parts.push(claims);
    }
    return parts.concat(list('Its ends', ends));
  }
  function idle() {
    var how = 'Point at a node or an edge, tap it, or find it by name: what it is and the evidence behind it stand here. ' +
      'Click to keep it. Keys: + − and 0 for the size, arrows to move; on a node, arrows go to the next one.';
    return [make('p', how, 'soft')];
  }
  function show(what, focus) {
    panel.replaceChildren();
    panel.classList.toggle('idle', !what);
    panel.scrollTop = 0;
    if (what) {
      var close = button('×', function () { keep(null); picture.focus({ preventScroll: true }); });
      close.className = 'close';
      close.setAttribute('aria-label', 'Close');
      panel.append(close);
    }
    var parts = !what ? idle() : what.n !== undefined ? aboutNode(what.n) : aboutEdge(what.e);
    parts.forEach(function (part) { panel.append(part); });
    mark(what ? (what.n !== undefined ? aroundNode(what.n) : aroundEdge(what.e)) : null);
    var heading = panel.querySelector('h2');
    if (heading && focus) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
    if (what && (focus || what === kept)) { spoken.textContent = heading.textContent; }
  }
  function keep(what, focus) {
    kept = what;
    show(what, focus);
    if (what && what.n !== undefined) { reach(what.n); }
    if (what) { uncover(); }
  }
  // On narrow screens the panel lies over the page: what was tapped should not end below it.
  function uncover() {
    if (getComputedStyle(panel).position !== 'fixed') { return; }
    var main = visible().querySelector('.node.main').getBoundingClientRect();
    var hidden = main.bottom + 30 - panel.getBoundingClientRect().top;
    if (hidden > 0) { scrollBy(0, hidden); }
  }
  function preview(what) { if (!kept) { show(what); } }

  // Dimming: what is near stays, all else fades.
  function aroundNode(n) {
    var nodes = new Set([n]), edges = new Set(meeting[n]);
    meeting[n].forEach(function (e) { nodes.add(data.edges[e].a); nodes.add(data.edges[e].b); });
    return { nodes: nodes, edges: edges, main: new Set([n]) };
  }
  function aroundEdge(e) {
    var ends = new Set([data.edges[e].a, data.edges[e].b]);
    return { nodes: ends, edges: new Set([e]), main: ends };
  }
  function mark(near) {
    svgs.forEach(function (svg) {
      svg.classList.toggle('chosen', Boolean(near));
      svg.querySelectorAll('[data-n]').forEach(function (each) {
        var n = Number(each.dataset.n);
        each.classList.toggle('near', Boolean(near) && near.nodes.has(n));
        each.classList.toggle('main', Boolean(near) && near.main.has(n));
      });
      svg.querySelectorAll('[data-e]').forEach(function (each) {
        each.classList.toggle('near', Boolean(near) && near.edges.has(Number(each.dataset.e)));
      });
    });
  }

  // Size and place of the picture: a point p of it is drawn at p * k + (x, y), in units of the picture.
  var states = new Map();
  svgs.forEach(function (svg) { states.set(svg, { k: 1, x: 0, y: 0 }); });
  function settle(svg, k, x, y) {
    var state = states.get(svg), box = svg.viewBox.baseVal;
    state.k = Math.min(MOST, Math.max(1, k));
    state.x = Math.min(0, Math.max(box.width * (1 - state.k), x));
    state.y = Math.min(0, Math.max(box.height * (1 - state.k), y));
    svg.querySelector('.stage').setAttribute('transform',
      'translate(' + state.x.toFixed(2) + ' ' + state.y.toFixed(2) + ') scale(' + state.k.toFixed(4) + ')');
    picture.classList.toggle('moved', state.k > 1);
  }
  function zoom(factor, point) {
    var svg = visible(), state = states.get(svg), box = svg.viewBox.baseVal;
    var at = point || { x: box.width / 2, y: box.height / 2 };
    var k = Math.min(MOST, Math.max(1, state.k * factor));
    settle(svg, k, at.x - (at.x - state.x) * k / state.k, at.y - (at.y - state.y) * k / state.k);
  }
  function move(x, y) {
    var svg = visible(), state = states.get(svg);
    settle(svg, state.k, state.x + x, state.y + y);
  }
  function whole() { settle(visible(), 1, 0, 0); }
  function pointOf(event) {
    var svg = visible();
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  }
  function placeOf(n, svg) {
    var place = svg.querySelector('.node[data-n="' + n + '"]').transform.baseVal.getItem(0).matrix;
    return { x: place.e, y: place.f };
  }
  // Bring a node into the picture where it is enlarged.
  function reach(n) {
    var svg = visible(), state = states.get(svg), box = svg.viewBox.baseVal, at = placeOf(n, svg);
    var x = at.x * state.k + state.x, y = at.y * state.k + state.y, rim = 30;
    if (x < rim || y < rim || x > box.width - rim || y > box.height - rim) {
      settle(svg, state.k, box.width / 2 - at.x * state.k, box.height / 2 - at.y * state.k);
    }
  }

  // Pointers: hover shows, a click keeps, a drag moves, two fingers enlarge.
  function under(event) {
    var target = event.target.closest ? event.target.closest('[data-n], [data-e]') : null;
    if (!target) { return null; }
    return target.dataset.n !== undefined ? { n: Number(target.dataset.n) } : { e: Number(target.dataset.e) };
  }
  var pointers = new Map(), moved = false;
  svgs.forEach(function (svg) {
    svg.addEventListener('pointerover', function (event) {
      if (event.pointerType === 'mouse' && !pointers.size) { preview(under(event)); }
    });
    svg.addEventListener('pointerleave', function (event) {
      if (event.pointerType === 'mouse' && !pointers.size) { preview(null); }
    });
    svg.addEventListener('pointerdown', function (event) {
      if (event.button !== 0) { return; }
      if (!pointers.size) { moved = false; }
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (pointers.size === 2) { moved = true; }
    });
    svg.addEventListener('pointermove', function (event) {
      var before = pointers.get(event.pointerId);
      if (!before) { return; }
      if (!moved && Math.hypot(event.clientX - before.x, event.clientY - before.y) < 4) { return; }
      if (!moved) { moved = true; svg.setPointerCapture(event.pointerId); picture.classList.add('dragged'); }
      var scale = svg.getScreenCTM().a;
      if (pointers.size === 1) {
        move((event.clientX - before.x) / scale, (event.clientY - before.y) / scale);
      } else {
        var other = Array.from(pointers).find(function (each) { return each[0] !== event.pointerId; })[1];
        var was = Math.hypot(before.x - other.x, before.y - other.y) || 1;
        var is = Math.hypot(event.clientX - other.x, event.clientY - other.y);
        zoom(is / was, pointOf({ clientX: (event.clientX + other.x) / 2, clientY: (event.clientY + other.y) / 2 }));
      }
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    ['pointerup', 'pointercancel'].forEach(function (name) {
      svg.addEventListener(name, function (event) {
        pointers.delete(event.pointerId);
        if (!pointers.size) { picture.classList.remove('dragged'); }
      });
    });
    svg.addEventListener('click', function (event) {
      if (!moved) { keep(under(event)); }
      moved = false;
    });
    svg.addEventListener('dblclick', function (event) {
      if (!under(event)) { zoom(2, pointOf(event)); }
    });
  });
  // The wheel scrolls the page, unless the reader has taken hold of the picture.
  var hiding = 0;
  picture.addEventListener('wheel', function (event) {
    var held = event.ctrlKey || event.metaKey || picture.contains(document.activeElement);
    if (!held) {
      hint.hidden = false;
      clearTimeout(hiding);
      hiding = setTimeout(function () { hint.hidden = true; }, 1500);
      return;
    }
    if (states.get(visible()).k === 1 && event.deltaY > 0 && !event.ctrlKey) { return; }
    event.preventDefault();
    hint.hidden = true;
    var step = event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY;
    zoom(Math.exp(-Math.max(-300, Math.min(300, step)) * (event.ctrlKey ? 0.01 : 0.002)), pointOf(event));
  }, { passive: false });

  // Keys. One node at a time takes part in the order of Tab; arrows lead from it to the others.
  var STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function nextNode(svg, n, way) {
    var from = placeOf(n, svg), best = null, least = Infinity;
    data.nodes.forEach(function (_, m) {
      var at = placeOf(m, svg), x = at.x - from.x, y = at.y - from.y;
      var along = x * way[0] + y * way[1], aside = Math.abs(x * way[1]) + Math.abs(y * way[0]);
      if (m !== n && along > 0.01 && along >= aside * 0.5 && along + 2 * aside < least) {
        best = m;
        least = along + 2 * aside;
      }
    });
    return best;
  }
  function enter(svg, n) {
    var node = svg.querySelector('.node[data-n="' + n + '"]');
    svg.querySelectorAll('.node[tabindex="0"]').forEach(function (each) { each.setAttribute('tabindex', '-1'); });
    node.setAttribute('tabindex', '0');
    node.focus({ preventScroll: true });
  }
  svgs.forEach(function (svg) {
    svg.querySelectorAll('.node').forEach(function (node, place) {
      var about = data.nodes[Number(node.dataset.n)];
      node.setAttribute('tabindex', place === 0 ? '0' : '-1');
      node.setAttribute('role', 'button');
      node.setAttribute('aria-label', [about.name, about.kind, about.polity].filter(Boolean).join(', '));
      node.addEventListener('focus', function () {
        if (node.matches(':focus-visible')) { reach(Number(node.dataset.n)); kept = null; preview({ n: Number(node.dataset.n) }); }
      });
    });
    svg.querySelectorAll('title').forEach(function (title) { title.remove(); });
  });
  picture.addEventListener('keydown', function (event) {
    if (event.altKey || event.ctrlKey || event.metaKey) { return; }
    var node = event.target.closest('.node'), way = STEPS[event.key], svg = visible();
    if (event.key === '+' || event.key === '=') { zoom(1.4); }
    else if (event.key === '-' || event.key === '_') { zoom(1 / 1.4); }
    else if (event.key === '0') { whole(); }
    else if (node && (event.key === 'Enter' || event.key === ' ')) { keep({ n: Number(node.dataset.n) }, true); }
    else if (way && node) {
      var next = nextNode(svg, Number(node.dataset.n), way);
      if (next !== null) { enter(svg, next); }
    } else if (way && states.get(svg).k > 1) { move(-60 * way[0], -60 * way[1]); }
    else { return; }
    event.preventDefault();
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') { keep(null); }
  });

  // Finding: what is typed is folded as names are, so that any spelling and alphabet finds its node.
  function fold(name) {
    var letters = data.letters;
    function translated(t, form) {
      var lower = t.normalize(form).replace(/İ/g, 'i').toLowerCase();
      return Array.from(lower, function (c) { return Object.hasOwn(letters, c) ? letters[c] : c; }).join('');
    }
    // Before NFKC too, which turns an accent that stands alone into a blank.
    var text = translated(translated(name, 'NFC'), 'NFKC').normalize('NFD').replace(new RegExp(data.marks, 'gu'), '');
    return translated(text, 'NFC').replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();
  }
  function matches() {
    var raw = search.value.trim().toLowerCase(), words = fold(search.value).split(' ').filter(Boolean);
    if (!raw) { return []; }
    return data.nodes.map(function (_, n) { return n; }).filter(function (n) {
      var node = data.nodes[n];
      var hit = words.length && words.every(function (word) { return node.words.indexOf(word) >= 0; });
      return hit || node.name.toLowerCase().indexOf(raw) >= 0;
    });
  }
  function find() {
    var hits = matches();
    kept = null;
    show(null);
    found.replaceChildren();
    hits.slice(0, FOUND_MOST).forEach(function (n) {
      var item = make('li');
      item.append(button(data.nodes[n].name, function () { keep({ n: n }, true); }));
      found.append(item);
    });
    count.textContent = search.value.trim() ? hits.length + ' of ' + data.nodes.length : '';
    if (hits.length) { mark({ nodes: new Set(hits), edges: new Set(), main: new Set(hits) }); }
    return hits;
  }
  search.addEventListener('input', find);
  search.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter') { return; }
    var hits = matches();
    if (hits.length) { keep({ n: hits[0] }); }
  });

  document.getElementById('closer').addEventListener('click', function () { zoom(1.4); });
  document.getElementById('farther').addEventListener('click', function () { zoom(1 / 1.4); });
  document.getElementById('whole').addEventListener('click', whole);
  addEventListener('resize', function () { picture.classList.toggle('moved', states.get(visible()).k > 1); });
  viewer.classList.add('live');
  picture.tabIndex = 0;
  picture.setAttribute('role', 'group');
  picture.setAttribute('aria-label', 'The picture: plus, minus and 0 change its size, arrows move it');
  viewer.querySelector('.tools').hidden = false;
  panel.hidden = false;
  show(null);
}());
