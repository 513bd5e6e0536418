"""``form check``: everything that an author must correct, at once, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from offline.forms import form, reader
from offline.forms.api import FormError
from offline.forms.model import Definition
from offline.forms.session import begin
from offline.forms.xpath.compiler import Compiler
from offline.forms.xpath.values import JAVAROSA
from offline.i18n import tr

_COLUMNS = {"calculate": "calculation"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. ``sheet``, ``row`` (from 1) and ``column`` are empty where there is no sheet;
    ``node`` is the name of the question that it concerns, if one is known.
    """

    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    node: str = ""

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
    """Every expression, every file, then loading and beginning as a whole."""
    findings = Findings()
    try:
        source = reader.read(xml)
        findings.problems = [*_expressions(source.definition), *_missing(source.definition, media)]
        if not findings.problems:
            session = begin(form.load(xml, media))
            faults = session.engine.faults
            findings.problems = [Finding(fault, node=_named(fault)) for fault in faults]
    except FormError as error:
        findings.problems.append(Finding(str(error), node=_named(str(error))))
    return findings


def _expressions(definition: Definition) -> Iterator[Finding]:
    compiler = Compiler(JAVAROSA)
    for bind in definition.binds:
        where = "/" + "/".join(bind.path)
        for kind in form.KINDS:
            expression = getattr(bind, kind)
            if not expression:
                continue
            try:
                compiler.value(form.parsed(expression, where))
            except (FormError, ValueError) as error:
                text = str(error)
                text = text if where in text else f"{where}：{text}"
                yield Finding(text, column=_COLUMNS.get(kind, kind), node=bind.path[-1])


def _missing(definition: Definition, media: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, file in definition.external.items():
        if not form.available(name, file, media):
            yield Finding(tr("缺少表单附带的文件：{file}", file=file))


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
