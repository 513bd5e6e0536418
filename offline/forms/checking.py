"""``form check``: everything that an author must correct, at once, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from offline.forms.api import FormError
from offline.forms.form import load
from offline.forms.session import begin
from offline.forms.xpath.values import EvaluationError
from offline.i18n import tr


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. ``sheet``, ``row`` (from 1) and ``column`` are empty where there is no sheet."""

    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    def sentence(self) -> str:
        """Where and what."""
        if not self.sheet:
            return self.message
        place = tr("工作表 {sheet}", sheet=self.sheet)
        place += tr(" 第 {row} 行", row=self.row) if self.row else ""
        place += tr("“{column}”列", column=self.column) if self.column else ""
        return f"{place}：{self.message}"


@dataclass(slots=True)
class Findings:
    """What a check found."""

    problems: list[Finding] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """One sentence a problem."""
        return [problem.sentence() for problem in self.problems]

    def as_json(self) -> dict[str, Any]:
        """For the command's output."""
        return {
            "ok": not self.problems,
            "problems": [asdict(problem) for problem in self.problems],
            "warnings": self.warnings,
        }


def check_xform(xml: bytes, media: Mapping[str, bytes]) -> Findings:
    """Load and begin a form; what stands in the way."""
    findings = Findings()
    try:
        begin(load(xml, media))
    except (FormError, EvaluationError) as error:
        findings.problems.append(Finding(str(error)))
    return findings
