"""Colours for polities that colour-blind readers can tell apart, each with letters beside: colour is never alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from kg.claims.polities import Polity
from kg.markup.palette import BLACK, CATEGORIES, GREY, WHITE
from kg.names import fold

__all__ = ["Colouring", "Swatch", "style_of"]

_BLUE, _ORANGE, _GREEN, _PINK, _SKY, _RED, *_ = CATEGORIES
# Kind: colour, and corners as distance from the middle and angle, for a node of radius 1; a circle has none.
_STYLES: Mapping[str, tuple[str, Sequence[tuple[float, float]]]] = {
    "polity": (_BLUE, [(1.0, 90 + 60 * i) for i in range(6)]),
    "organization": (_GREEN, [(1.25, 45 + 90 * i) for i in range(4)]),
    "person": (_ORANGE, ()),
    "group": (_PINK, [(1.114, 90 * i) for i in range(4)]),
    "event": (_RED, [(1.0, 90), (1.414, 225), (1.414, 315)]),
    "programme": (_SKY, [(1.0, 270), (1.414, 45), (1.414, 135)]),
    "other": (GREY, [(1.0, 90 + 72 * i) for i in range(5)]),
    "node": (GREY, ()),
}
_ON_DARK = frozenset([_BLUE, BLACK])


@dataclass(frozen=True, slots=True)
class Swatch:
    """How the nodes of a polity look: colour, the colour of letters on it, letters, and the words of the legend."""

    fill: str
    ink: str
    letters: str
    label: str


_SEVERAL = Swatch(WHITE, BLACK, "+", "several polities")
_UNKNOWN = Swatch(GREY, BLACK, "", "polity not stated")


def style_of(shape: str) -> tuple[str, Sequence[tuple[float, float]]]:
    """Colour and corners (distance and angle; none for a circle) of a shape of a node."""
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
            polity: _swatch(CATEGORIES[i] if i < len(CATEGORIES) else GREY, letters[polity], polity.label)
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
                f"{len(self._swatches)} polities and {len(CATEGORIES)} colours: {', '.join(grey)} are grey, "
                "told apart by their letters."
            )
        return lines


def _swatch(fill: str, letters: str, label: str) -> Swatch:
    return Swatch(fill, WHITE if fill in _ON_DARK else BLACK, letters, label)


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
