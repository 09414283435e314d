"""What is wrong or doubtful in the input: returned, never raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from kg.text import spelled

__all__ = ["Finding", "Severity", "fails", "has_errors"]


class Severity(StrEnum):
    """The severity of a finding. Only an error rejects an article."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what, where, and what to do next.

    Args:
        code: a stable name of the rule, in kebab case, such as ``unknown-type``.
        severity: see :class:`Severity`.
        message: a plain sentence.
        file: the file as the user named it.
        line: 1-based line in ``file``; None where the format has none.
        key: the place within the article, such as ``relations[3].object``.
        quote: the quote concerned.
        iri: the node concerned.
        hint: what to do next.
    """

    code: str
    severity: Severity
    message: str
    file: str | None = None
    line: int | None = None
    key: str | None = None
    quote: str | None = None
    iri: str | None = None
    hint: str | None = None

    def as_dict(self) -> dict[str, str | int | None]:
        """The finding as a JSON-ready dictionary with every field."""
        return asdict(self) | {"severity": self.severity.value}

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        key = f" [{self.key}]" if self.key else ""
        text = f"{place}: {self.severity.value}: {self.message}{key} ({self.code})".removeprefix(": ")
        return spelled(text) + (f"\n    → {spelled(self.hint)}" if self.hint else "")


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings is an error, which rejects the article."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def fails(findings: Iterable[Finding], fail_on: Severity) -> bool:
    """Whether one of the findings is of the severity ``fail_on`` or worse."""
    order = list(Severity)
    return any(order.index(finding.severity) <= order.index(fail_on) for finding in findings)
