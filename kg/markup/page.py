"""The frame of a page, and the style sheet of all. Nothing is loaded, and only the page's own script may run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.markup.environment import asset, render
from kg.markup.palette import scheme_css

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["SITE", "Site", "json_block", "render_page", "style_sheet"]

SITE = "Turkic NGO Cooperation KG"
# What would end the element early, or put the reader of HTML into another state.
_BREAKS_OUT = re.compile(r"</(script|style)|<!--|<script|\r", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Site:
    """What a page that is one of several has around it.

    Args:
        home: the address of the first page, from this one.
        version: what stands beside the name of the site.
        pages: address, name, and whether it is this part, for each part of the site.
    """

    home: str
    version: str
    pages: Sequence[tuple[str, str, bool]]


@cache
def style_sheet() -> str:
    """The style sheet of all pages: system fonts, light and dark, narrow and wide, screen and paper."""
    return scheme_css() + asset("markup/templates/style.css")


def render_page(
    title: str, body: Markup | str, *, script: str = "", style: str = "", site: Site | None = None, heading: bool = True
) -> bytes:
    """A whole page, which opens without a network.

    Its Content-Security-Policy admits the page's own style sheet and script by their digests, pictures as ``data:``
    addresses, and nothing else: no text that reached the body can load, send or run anything. So the body has to do
    without ``style`` and ``on…`` attributes; a script may set styles. Data for the script go into
    :func:`json_block`, which no policy stands against.

    Args:
        title: the name of the page; also its first heading.
        body: all below the heading; a plain string is text. Headings in it begin with ``h2``.
        script: JavaScript, run when the body is there.
        style: rules of CSS, after those that all pages share (:func:`style_sheet`).
        site: what stands around a page of several; None for one that stands alone.
        heading: whether the page begins with its title; without it the body brings a heading of its own.

    Raises:
        ValueError: the script or the style holds ``</script``, ``</style``, ``<script`` or ``<!--``, or a carriage
            return: the browser would not read it as it stands here.
    """
    from markupsafe import Markup

    # In the page, also of a site: a page from disk has no origin that 'self' must match (Content Security Policy
    # Level 3, section 6.7.2), whatever one browser makes of it.
    sheet = f"{style_sheet()}{style}"
    for name, code in (("script", script), ("style", sheet)):
        if found := _BREAKS_OUT.search(code):
            raise ValueError(f"the {name} of a page holds {found[0]!r}")
    page = render(
        "markup/templates/page.html",
        title=title,
        body=body,
        script=Markup(script),  # noqa: S704 - code of ours, in which nothing ends its element
        sheet=Markup(sheet),  # noqa: S704 - the same
        styles=Markup(_digest(sheet)),  # noqa: S704 - a digest
        scripts=Markup(_digest(script) if script else "'none'"),  # noqa: S704 - the same
        site=site,
        site_name=SITE,
        heading=heading,
    )
    return page.encode()


def json_block(name: str, value: object) -> Markup:
    """Data for a page's script, as an element with the id ``name``; no text in them can end it early."""
    from markupsafe import Markup

    # As escapes, "<" and "&" mean the same in JSON and nothing in HTML.
    content = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        content = content.replace(sign, f"\\u{ord(sign):04x}")
    return render("markup/templates/data.html", name=name, content=Markup(content))  # noqa: S704 - escaped above


def _digest(code: str) -> str:
    """How a policy names an inline style sheet or script (Content Security Policy Level 3, section 2.3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
