"""Text as HTML and SVG: one template engine, one page frame, one style sheet, one palette, one way to show a claim.

How a stage makes a page:

- A template is a file beside the code that fills it, and is named by its path below ``kg``:
  ``render("views/map/map.html", hosting=hosting)``. It takes what all share from the common macros::

      {% import "markup/templates/macros.html" as ui %}
      {% import "markup/templates/claims.html" as claims with context %}
      {{ ui.table(["Place", "Events"], rows, "Hosting places") }}
      {{ claims.folded(place.claims) }}

- What :func:`kg.markup.environment.render` returns is ``Markup``, which templates take as it is. A plain string is text
  and is escaped wherever it stands; there is no other way to make HTML.
- The page around it comes from :func:`kg.markup.page.render_page`: a title, a body, more style and a script, and
  with :class:`kg.markup.page.Site` the navigation of a page that is one of several.
- Style and scripts are files as well, read by :func:`kg.markup.environment.asset`. Colours stand in
  :mod:`kg.markup.palette` and nowhere else; a style sheet uses them as ``var(--ink)``.

Jinja2 is imported when the first template is rendered, and never before.
"""
