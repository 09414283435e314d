"""The frame of a page that is one file: head, style and script, and a policy that lets nothing else in."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from kg.pages.html import text
from kg.pages.style import STYLE

__all__ = ["render_page"]


def render_page(title: str, body: str, *, script: str = "", style: str = "") -> bytes:
    """A whole page; ``body`` is HTML."""
    styles = STYLE + style
    scripts = f"script-src {_digest(script)}; " if script else ""
    policy = f"default-src 'none'; {scripts}style-src {_digest(styles)}; base-uri 'none'; form-action 'none'"
    foot = f"<script>{script}</script>" if script else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{text(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)}</title><style>{styles}</style></head>\n"
        f"<body><main><h1>{text(title)}</h1>\n{body}</main>{foot}</body></html>\n"
    ).encode()


def _digest(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
