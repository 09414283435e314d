(function () {
  'use strict';
  var field = document.getElementById('filter');
  if (field) {
    field.closest('.filter').hidden = false;
    var rows = document.querySelectorAll('[data-words]'), count = document.getElementById('filter-count');
    var groups = document.querySelectorAll('[data-group]');
    field.addEventListener('input', function () {
      var words = field.value.toLowerCase().split(/\s+/), shown = 0;
      rows.forEach(function (row) {
        var hit = words.every(function (word) { return row.dataset.words.indexOf(word) >= 0; });
        row.hidden = !hit;
        if (hit) { shown += 1; }
      });
      groups.forEach(function (group) { group.hidden = !group.querySelector('[data-words]:not([hidden])'); });
      count.textContent = field.value ? shown + ' of ' + rows.length : '';
    });
  }
  addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (each) { each.open = true; });
  });
}());
