"""All colours, of pages, pictures and diagrams; a test holds that there are none elsewhere.

The eight colours of things that are told apart are those of Okabe and Ito (2008), Color Universal Design, which
colour-blind readers can distinguish; letters or shapes always say the same.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "BLACK",
    "CATEGORIES",
    "DIAGRAM",
    "EDGE",
    "GREY",
    "GROUND",
    "INK",
    "LIGHT",
    "NEUTRAL",
    "RIM",
    "RULE",
    "SOFT",
    "WHITE",
    "scheme_css",
]

CATEGORIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
"""Blue, orange, green, pink, sky, red, yellow and black, in the order in which they are given out."""
WHITE, BLACK, GREY, NEUTRAL = "#FFFFFF", "#000000", "#A6A6A6", "#8a949e"
"""Of letters on a colour; of what has no colour; of what a legend shows without one."""

LIGHT: Mapping[str, str] = {
    "ground": "#ffffff",
    "ink": "#1c2126",
    "soft": "#545d66",
    "link": "#0a5394",
    "line": "#c9d0d6",
    "panel": "#f3f5f7",
    "mark": "#7a4100",
    "mark-ground": "#fff1dc",
    "keyword": "#7b2d8b",
    "string": "#1d6b32",
    "variable": "#0a5394",
    "paper": "#ffffff",
    "shadow": "#0000004d",
    "edge": "#7f8c99",
    "rim": "#555555",
    "held": "#0072b2",
    "disc": "#0072B2",
    "sea": "#dfeaf2",
    "land": "#f4f1ea",
    "coast": "#6b7780",
}
"""The colours of pages and pictures by their names in a style sheet."""
_DARK: Mapping[str, str] = {
    "ground": "#14181c",
    "ink": "#e6e9ec",
    "soft": "#a9b3bc",
    "link": "#86c1ff",
    "line": "#3c454d",
    "panel": "#1e242a",
    "mark": "#ffcf8f",
    "mark-ground": "#3a2a12",
    "keyword": "#e0a3ee",
    "string": "#93d7a5",
    "variable": "#86c1ff",
    "edge": "#8593a1",
    "rim": "#d5dbe0",
    "held": "#56b4e9",
    "disc": "#56b4e9",
    "sea": "#1b2a36",
    "land": "#2e3230",
    "coast": "#8b98a3",
}
_PRINT: Mapping[str, str] = {
    **dict.fromkeys(("ground", "panel", "mark-ground"), "#ffffff"),
    **dict.fromkeys(("ink", "link", "mark", "keyword", "string", "variable"), "#000000"),
    "soft": "#444444",
    "line": "#999999",
    "edge": "#7f8c99",
    "rim": "#333333",
}

GROUND, INK, SOFT, RULE, EDGE, RIM = (LIGHT[name] for name in ("ground", "ink", "soft", "line", "edge", "rim"))
"""Of pictures as files: what all stands on, names, other text, lines of a table, edges, and the rim of nodes."""

DIAGRAM: Mapping[str, tuple[str, str]] = {
    "class": ("#dcebf7", "#1f5f8b"),
    "elsewhere": ("#f1f1f1", "#6b6b6b"),
    "relation": ("#e2f3e6", "#2c7a45"),
    "attribute": ("#fdf0d9", "#9a6412"),
    "datatype": ("#f1f1f1", "#6b6b6b"),
    "module": ("#dcebf7", "#1f5f8b"),
    "text": ("#1a1a1a", "#5f6b76"),
}
"""Ground and rim of the boxes of a diagram of the ontology, and the colours of its text and lines."""


def scheme_css() -> str:
    """The colours as custom properties for light and dark screens and for paper."""
    light, dark, paper = (
        f":root {{ {' '.join(f'--{name}: {colour};' for name, colour in scheme.items())} }}"
        for scheme in (LIGHT, _DARK, _PRINT)
    )
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n@media print {{ {paper} }}\n"
