"""The template engine: everything that comes from data is escaped, and nothing is shown that no one sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.markup import claims, palette, words
from kg.suggest import counted

if TYPE_CHECKING:
    from types import ModuleType

    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["asset", "escaped", "macros", "render"]


def escaped(value: object) -> Markup:
    """A value as HTML, also within an attribute, as a template shows it."""
    from markupsafe import escape

    return escape(_shown(value))


def render(template: str, /, **values: Any) -> Markup:
    """What a template makes of some values.

    Args:
        template: its path below ``kg``.
        values: what it may use; a name that is missing is an error.
    """
    from markupsafe import Markup

    return Markup(_environment().get_template(template).render(values))  # noqa: S704 - made by the engine


def macros(template: str) -> ModuleType:
    """The macros of a template, to be called from Python."""
    return _environment().get_template(template).module  # type: ignore[return-value]


@cache
def asset(name: str) -> str:
    """A style sheet or a script, by its path below ``kg``."""
    return files("kg").joinpath(name).read_text(encoding="utf-8")


_OF_CLAIMS = (claims.by_content, claims.modality, claims.origin, claims.quotes, claims.sources)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("kg", ""),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {each.__name__: each for each in (words.address, counted, words.cut, words.days)}
    made.filters |= {each.__name__: each for each in _OF_CLAIMS}
    made.filters |= {"join": _joined, "set_apart": _set_apart, "attributes": _attributes, "spaced": " ".join}
    made.globals["colour"] = palette.LIGHT
    return made


def _shown(value: object) -> object:
    """What stands in the output for a value, before it is escaped: nothing for None, two decimals of a fraction."""
    from markupsafe import Markup

    if value is None:
        return ""
    if isinstance(value, float):
        return words.number(value)
    return value if isinstance(value, Markup) else words.visible(str(value))


def _joined(values: Iterable[object], between: str = "") -> Markup:
    """Jinja2's own filter escapes what stands beside markup, but does not finalize it."""
    from markupsafe import Markup

    return escaped(between).join(map(escaped, filter(_is_something, values))) if values else Markup()


def _is_something(value: object) -> bool:
    return value is not None and value != ""


def _set_apart(value: str, whole: str | None = None) -> Markup:
    """A line of text in its own direction; the marks that hold it stand outside of what is made visible."""
    from markupsafe import Markup

    before, line, behind = words.set_apart(value, whole)
    return Markup("{}{}{}").format(Markup(before), escaped(line), Markup(behind))  # noqa: S704 - two constants


def _attributes(values: Mapping[str, object]) -> Markup:
    """Attributes, each behind a blank; an underscore stands for a hyphen, one at the end of a name for nothing."""
    from markupsafe import Markup

    shown = (
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), _shown(value))
        for name, value in values.items()
        if value is not None
    )
    return Markup("").join(shown)
