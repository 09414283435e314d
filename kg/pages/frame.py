"""The frame of a page that is one file: nothing is loaded from anywhere, and nothing but its own script may run."""

from __future__ import annotations

import base64
import hashlib
import re

from kg.pages.html import text
from kg.pages.style import STYLE

__all__ = ["render_page"]

SITE = "Turkic NGO Cooperation KG"
# What would end the element early, or put the reader of HTML into another state.
_BREAKS_OUT = re.compile(r"</(script|style)|<!--|<script|\r", re.IGNORECASE)


def render_page(title: str, body: str, *, script: str = "", style: str = "") -> bytes:
    """A whole page as one file that opens without a network.

    Its Content-Security-Policy admits the page's own style sheet and script by their digests, pictures as ``data:``
    addresses, and nothing else: no text that reached the body can load, send or run anything. So the body has to do
    without ``style`` and ``on…`` attributes; a script may set styles. Data for the script go into
    ``<script type="application/json">`` (see :func:`kg.pages.html.json_block`), which no policy stands against.

    Args:
        title: the name of the page, as text; also its first heading.
        body: all below the heading, as HTML. Headings in it begin with ``h2``.
        script: JavaScript, run when the body is there.
        style: rules of CSS, after those that all pages share (:data:`kg.pages.style.STYLE`).

    Raises:
        ValueError: the script or the style holds ``</script``, ``</style``, ``<script`` or ``<!--``, or a carriage
            return: the browser would not read it as it stands here.
    """
    sheet = f"{STYLE}{style}"
    for name, code in (("script", script), ("style", sheet)):
        if found := _BREAKS_OUT.search(code):
            raise ValueError(f"the {name} of a page holds {found[0]!r}")
    scripts = f"'{_digest(script)}'" if script else "'none'"
    policy = (
        f"default-src 'none'; style-src '{_digest(sheet)}'; script-src {scripts}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    run = f"<script>{script}</script>\n" if script else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{text(title)} · {SITE}</title>
<link rel="icon" href="data:,">
<style>{sheet}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><p class="site"><span>{SITE}</span></p></header>
<main id="content" tabindex="-1">
<h1>{text(title)}</h1>
{body}
</main>
<footer><p>Made by <code>kg</code> from annotated news; behind each claim stand a quote, an article and a speaker. This
page is one file and loads nothing from the network. Ontology and reference data:
<a href="https://creativecommons.org/licenses/by/4.0/" rel="external license">CC BY 4.0</a>. The words of an article
belong to its publisher.</p></footer>
{run}</body>
</html>
""".encode()


def _digest(code: str) -> str:
    """How a policy names an inline style sheet or script (Content Security Policy Level 3, section 2.3)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
