"""Colours for polities that colour-blind readers can tell apart, each with letters beside: colour is never alone.

The eight colours are those of Okabe and Ito (2008), Color Universal Design.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from kg.names import fold
from kg.network.polities import Polity

__all__ = ["GREY", "GROUND", "INK", "LINE", "PALETTE", "RIM", "SOFT", "Colouring", "Swatch", "style_of"]

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
"""The colours, in the order in which they are given out."""
GREY = "#A6A6A6"
INK, SOFT, LINE, RIM, GROUND = "#1c2126", "#545d66", "#7f8c99", "#555555", "#ffffff"
"""Colours of names, of other text, of edges, of the rim of nodes, and of what all stands on."""
# Kind: colour, and corners as distance from the middle and angle, for a node of radius 1; a circle has none.
_STYLES: Mapping[str, tuple[str, Sequence[tuple[float, float]]]] = {
    "polity": ("#0072B2", [(1.0, 90 + 60 * i) for i in range(6)]),
    "organization": ("#009E73", [(1.25, 45 + 90 * i) for i in range(4)]),
    "person": ("#E69F00", ()),
    "group": ("#CC79A7", [(1.114, 90 * i) for i in range(4)]),
    "event": ("#D55E00", [(1.0, 90), (1.414, 225), (1.414, 315)]),
    "programme": ("#56B4E9", [(1.0, 270), (1.414, 45), (1.414, 135)]),
    "other": (GREY, [(1.0, 90 + 72 * i) for i in range(5)]),
    "node": (GREY, ()),
}
_ON_DARK = frozenset(["#0072B2", "#000000"])


@dataclass(frozen=True, slots=True)
class Swatch:
    """How the nodes of a polity look: colour, the colour of letters on it, letters, and the words of the legend."""

    fill: str
    ink: str
    letters: str
    label: str


_SEVERAL = Swatch("#FFFFFF", "#000000", "+", "several polities")
_UNKNOWN = Swatch(GREY, "#000000", "", "no polity told")


def style_of(shape: str) -> tuple[str, Sequence[tuple[float, float]]]:
    """Colour and corners of what :func:`kg.pictures.composition.shape_of` returns: distance and angle; circle: none."""
    return _STYLES[shape]


class Colouring:
    """Which node gets which colour.

    The polities with most nodes get a colour; when there are more than colours, the others are grey with their letters.
    Letters in capitals are a code of ISO 3166-1; a polity without one gets small letters from its name.

    Args:
        polities: the polities of each node; none or several are told as such.
    """

    def __init__(self, polities: Mapping[Hashable, Sequence[Polity]]) -> None:
        self._of_node = {node: each[0] if len(each) == 1 else None for node, each in polities.items() if each}
        counts = Counter(polity for polity in self._of_node.values() if polity is not None)
        ordered = sorted(counts, key=lambda polity: (-counts[polity], polity))
        letters = _letters(ordered)
        self._swatches = {
            polity: _swatch(PALETTE[i] if i < len(PALETTE) else GREY, letters[polity], polity.label)
            for i, polity in enumerate(ordered)
        }

    def of(self, node: Hashable) -> Swatch:
        """How a node looks."""
        if node not in self._of_node:
            return _UNKNOWN
        polity = self._of_node[node]
        return _SEVERAL if polity is None else self._swatches[polity]

    def legend(self, nodes: Sequence[Hashable]) -> list[Swatch]:
        """What the nodes need explained, in the order of colours."""
        found = {self.of(node) for node in nodes}
        return [each for each in (*self._swatches.values(), _SEVERAL, _UNKNOWN) if each in found]

    def notes(self) -> list[str]:
        """What the reader has to know about the colours."""
        lines = [
            "Colour and letters: the polity that a node belongs to, by any fact of the view, whatever its date. "
            "Capitals are codes of ISO 3166-1; small letters stand where there is none. No status is implied."
        ]
        grey = [swatch.label for swatch in self._swatches.values() if swatch.fill == GREY]
        if grey:
            lines.append(
                f"{len(self._swatches)} polities and {len(PALETTE)} colours: {', '.join(grey)} are grey, "
                "told apart by their letters."
            )
        return lines


def _swatch(fill: str, letters: str, label: str) -> Swatch:
    return Swatch(fill, "#FFFFFF" if fill in _ON_DARK else "#000000", letters, label)


def _letters(polities: Sequence[Polity]) -> dict[Polity, str]:
    """Two letters for each, no two alike; from three on, a number tells them apart."""
    found: dict[Polity, str] = {}
    for polity in polities:
        words = fold(polity.label).split()
        short = polity.code or ("".join(word[0] for word in words) if len(words) > 1 else "".join(words))[:2] or "?"
        taken = set(found.values())
        numbered = (f"{short[:1]}{number}" for number in range(2, len(polities) + 3))
        found[polity] = short if short not in taken else next(each for each in numbered if each not in taken)
    return found
