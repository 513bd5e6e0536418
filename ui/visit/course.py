"""The course through a form: which page follows, and what question, repeat and check pages show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from kiosk.flow.forms import Work
from offline.forms.view import Control, Group, Item, Question, Repeat
from offline.forms.view import Page as FormPage
from offline.i18n import tr
from offline.identity import mask_name
from ui.components.summary import PageProblem
from ui.fields import Kind, kind_of
from ui.fields.levels import answer_of, is_level
from ui.fields.plain import in_words
from ui.pages.check import CheckData, CheckRow
from ui.pages.question import QuestionData
from ui.pages.repeat import RepeatData, RepeatRow
from ui.visit.asking import problem_of, questions_of

_LANGUAGE_TAGS = {"zh_CN": "(zh", "en": "(en"}


def form_language(languages: Sequence[str], wanted: str) -> str:
    """The form's name of a language (``English (en)``), else its first; "" if it has none."""
    tag = _LANGUAGE_TAGS.get(wanted, f"({wanted}")
    return next((name for name in languages if tag in name.lower()), next(iter(languages), ""))


def find(pages: Sequence[FormPage], path: str) -> FormPage | None:
    """The page of a path, if it is still asked."""
    return next((page for page in pages if path and page.path == path), None)


def first_within(pages: Sequence[FormPage], path: str) -> FormPage | None:
    """The page that asks a path, else the first page below it."""
    for page in pages:
        asked = {question.path for question in questions_of(page.items)}
        if page.path == path or path in asked:
            return page
    return next((page for page in pages if page.path.startswith(f"{path}/")), None)


def within_repeat(path: str) -> bool:
    """Whether a path lies in a repeat's instance: its pages belong together."""
    return path.endswith("]") or "]/" in path


def known_already(work: Work, page: FormPage) -> bool:
    """A page whose answers were known before and are in order need not be asked again."""
    questions = list(questions_of(page.items))
    if not questions or any(isinstance(item, Repeat) for item in page.items):
        return False
    return all(q.value in work.known and not problem_of(q) for q in questions)


def following(work: Work, pages: Sequence[FormPage], at: str | None) -> FormPage | None:
    """The next page to ask after one (None: from the beginning); None when all are asked."""
    start = 0 if at is None else _index(pages, at) + 1
    return next((page for page in pages[start:] if not known_already(work, page)), None)


def preceding(work: Work, pages: Sequence[FormPage], at: str) -> FormPage | None:
    """The page before one, or the last page for ""; None before the first."""
    end = len(pages) if not at else _index(pages, at)
    before = [page for page in pages[:end] if not known_already(work, page)]
    return before[-1] if before else None


def _index(pages: Sequence[FormPage], path: str) -> int:
    return next((i for i, page in enumerate(pages) if page.path == path), len(pages) - 1)


def _step(pages: Sequence[FormPage], page: FormPage) -> tuple[int, int]:
    """Which step of how many; the check page is the last."""
    return _index(pages, page.path) + 1, len(pages) + 1


def question_data(
    item: str, work: Work, pages: Sequence[FormPage], page: FormPage, *, back: bool
) -> QuestionData:
    """The words around the answers of a page."""
    asked = [p for p in pages if p.path == page.path or not known_already(work, p)]
    step, total = _step(asked, page)
    first = page.items[0]
    question = first if isinstance(first, Question) else None
    return QuestionData(
        item=item,
        step=step,
        total=total,
        title=_title(first),
        hint=question.hint if question else "",
        why=question.guidance if question else "",
        trail=" · ".join(part for part in page.trail if part),
        next_words=tr("改好了") if back else "",
    )


def _title(item: Item) -> str:
    label = item.label
    if isinstance(item, Group) and not label:
        return next((q.label for q in questions_of(item.children)), "")
    return label


def repeat_data(
    item: str, work: Work, pages: Sequence[FormPage], page: FormPage, repeat: Repeat
) -> RepeatData:
    """The instances so far, numbered, each with what is missing."""
    asked = [p for p in pages if p.path == page.path or not known_already(work, p)]
    step, total = _step(asked, page)
    rows = tuple(
        _row(number, group, removable=repeat.can_remove)
        for number, group in enumerate(repeat.instances, 1)
    )
    unfinished = next((row.name for row in rows if row.missing), "")
    return RepeatData(
        item=item,
        step=step,
        total=total,
        title=repeat.label,
        rows=rows,
        add_words=tr("再加一个"),
        can_add=repeat.can_add,
        next_words=tr("接着填{name}", name=unfinished) if unfinished else "",
    )


def _row(number: int, group: Group, *, removable: bool) -> RepeatRow:
    questions = [q for q in questions_of(group.children) if q.label]
    answered = [shown(q) for q in questions if q.value]
    missing = [q.label for q in questions if problem_of(q)]
    return RepeatRow(
        path=group.path,
        name=answered[0] if answered else tr("第 {number} 个", number=number),
        text=" · ".join(answered[1:4]),
        missing=tr("还差：{labels}", labels="、".join(missing[:3])) if missing else "",
        removable=removable,
    )


def check_data(
    item: str, work: Work, problems: tuple[PageProblem, ...], *, promised: bool
) -> CheckData:
    """Every answer in order, masked, with its way to be changed."""
    pages = work.session.pages()
    asked = [page for page in pages if not known_already(work, page)]
    return CheckData(
        item=item,
        step=len(asked) + 1,
        total=len(asked) + 1,
        rows=tuple(_check_rows(work, pages)),
        promise=tr("我看过了，填的都是真的"),
        promised=promised,
        problems=problems,
    )


def _check_rows(work: Work, pages: Sequence[FormPage]) -> Iterator[CheckRow]:
    for page in pages:
        questions = list(questions_of(page.items))
        levels = [q for q in questions if is_level(q)]
        if len(levels) > 1:
            yield _address_row(work, page, levels)
            questions = [q for q in questions if q not in levels]
        for question in questions:
            if question.control is Control.TRIGGER or kind_of(question) is Kind.NOTE:
                continue
            if question.value or problem_of(question):
                yield _check_row(work, question)


def _check_row(work: Work, question: Question) -> CheckRow:
    return CheckRow(
        path=question.path,
        label=question.label,
        value=shown(question),
        source=source_of(work, question.path),
        editable=not question.readonly,
        problem=problem_of(question),
    )


def _address_row(work: Work, page: FormPage, levels: Sequence[Question]) -> CheckRow:
    """The levels of an address read as one line, as an envelope has them."""
    whole = "".join(answer_of(level) for level in levels)
    problem = next((problem_of(level) for level in levels if problem_of(level)), "")
    first = _check_row(work, levels[0])
    return replace(first, label=_title(page.items[0]), value=whole, source="", problem=problem)


def source_of(work: Work, path: str) -> str:
    """Where a value came from, if the person need not have typed it."""
    value = work.session.question(path).value
    if not value or value not in work.known:
        return ""
    person = work.draft.person
    if person and value == person.name and person.verified:
        return tr("来自服务码")
    return tr("来自上次填写")


def shown(question: Question) -> str:
    """An answer in words, masked where it tells who or how to reach somebody."""
    value = question.value
    if not value:
        return ""
    match kind_of(question):
        case Kind.PHOTO | Kind.FILE:
            return tr("已拍 1 张")
        case Kind.DRAW:
            return tr("已签字")
    return mask_name(value) if question.bind.endswith("name") else in_words(question, value)


def file_name(now: datetime, suffix: str) -> str:
    """A name for a file that tells nothing: milliseconds of its making, as Collect names them."""
    return f"{int(now.timestamp() * 1000)}{suffix.lower()}"
