"""``form check``: everything that an author must correct, at once, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from offline.forms import form, inspection, reader
from offline.forms.api import FormError
from offline.forms.flaws import Weight
from offline.forms.inspection import Finding
from offline.forms.session import begin

__all__ = ["Finding", "Findings", "check_xform"]


@dataclass(slots=True)
class Findings:
    """What a check found."""

    problems: list[Finding] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    oddities: list[Finding] = field(default_factory=list)
    """What can be filled, but hardly as its author meant: told with the warnings."""

    def sentences(self) -> list[str]:
        """One sentence a problem."""
        return [problem.sentence() for problem in self.problems]

    def as_json(self) -> dict[str, Any]:
        """For the command's output."""
        return {
            "ok": not self.problems,
            "problems": [asdict(problem) for problem in self.problems],
            "warnings": [*self.warnings, *(oddity.sentence() for oddity in self.oddities)],
        }


def check_xform(xml: bytes, media: Mapping[str, bytes]) -> Findings:
    """Every expression, node, file and ring of calculations; if all is well, beginning it."""
    findings = Findings()
    try:
        source = reader.read(xml)
        findings.problems = list(inspection.problems(source, media))
        flawed = inspection.flawed(source, media)
        findings.problems += flawed[Weight.REFUSED]
        if not findings.problems:
            session = begin(form.load(xml, media))
            faults = session.engine.faults
            findings.problems = [Finding(fault, node=_named(fault)) for fault in faults]
        findings.problems += [*flawed[Weight.WRONG], *inspection.unsupported(source.definition)]
        findings.oddities = flawed[Weight.ODD]
    except FormError as error:
        findings.problems.append(Finding(str(error), node=_named(str(error))))
    return findings


def _named(message: str) -> str:
    """The last step of the first path in a message."""
    path = next(
        (
            word
            for word in message.replace("：", " ").replace(": ", " ").split()
            if word.startswith("/")
        ),
        "",
    )
    return path.rpartition("/")[2]
