"""A pattern as instructions, run over a text visiting each (instruction, place) once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from offline.forms.regex.classes import Accepts
from offline.forms.regex.parser import (
    Char,
    Choice,
    Look,
    PatternError,
    Place,
    Repeat,
    Sequence,
    Tree,
    parse,
)

LARGEST = 20_000
"""Instructions of one pattern."""
MOST_WORK = 1_000_000
"""Instructions carried out for one match, those of looking ahead with them: about a second."""


@dataclass(slots=True)
class Step:
    """One instruction: take a character, split, test a place, look ahead, or match."""

    kind: str
    accepts: Accepts | None = None
    then: int = 0
    other: int = 0
    place: str = ""
    look: Program | None = None


@dataclass(slots=True)
class Match:
    """One text under test, and how much work it may still cost."""

    text: str
    left: int = MOST_WORK

    def spend(self) -> None:
        """Count one instruction (PatternError if they are too many)."""
        self.left -= 1
        if self.left < 0:
            raise PatternError("the text is too long for this pattern")


@dataclass(slots=True)
class Program:
    """Instructions; the first is where it begins."""

    steps: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> int:
        """Append an instruction; its number."""
        if len(self.steps) >= LARGEST:
            raise PatternError("the pattern is too large")
        self.steps.append(step)
        return len(self.steps) - 1


@lru_cache(maxsize=512)
def _program(pattern: str) -> Program:
    try:
        tree = parse(pattern)
    except PatternError:
        raise
    except ValueError as error:
        raise PatternError(str(error)) from error
    return _whole(tree)


def _whole(tree: Tree) -> Program:
    program = Program()
    _emit(program, tree)
    program.add(Step("match"))
    return program


def _emit(program: Program, tree: Tree) -> None:
    """Append the instructions of a part; each goes on with the next unless it says otherwise."""
    match tree:
        case Char(accepts):
            program.add(Step("char", accepts=accepts, then=len(program.steps) + 1))
        case Sequence(parts):
            for part in parts:
                _emit(program, part)
        case Place(kind):
            program.add(Step("place", place=kind, then=len(program.steps) + 1))
        case Look(part, wanted):
            step = Step("look" if wanted else "not", look=_whole(part))
            step.then = program.add(step) + 1
        case Choice(options):
            _emit_choice(program, options)
        case Repeat():
            _emit_repeat(program, tree)


def _emit_choice(program: Program, options: tuple[Tree, ...]) -> None:
    jumps: list[int] = []
    for option in options[:-1]:
        split = program.add(Step("split"))
        program.steps[split].then = split + 1
        _emit(program, option)
        jumps.append(program.add(Step("jump")))
        program.steps[split].other = len(program.steps)
    _emit(program, options[-1])
    for jump in jumps:
        program.steps[jump].then = len(program.steps)


def _emit_repeat(program: Program, tree: Repeat) -> None:
    for _ in range(tree.least):
        _emit(program, tree.part)
    if tree.most is None:
        split = program.add(Step("split"))
        program.steps[split].then = split + 1
        _emit(program, tree.part)
        program.add(Step("jump", then=split))
        program.steps[split].other = len(program.steps)
        return
    splits: list[int] = []
    for _ in range(tree.most - tree.least):
        split = program.add(Step("split"))
        program.steps[split].then = split + 1
        splits.append(split)
        _emit(program, tree.part)
    for split in splits:
        program.steps[split].other = len(program.steps)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches the pattern (PatternError)."""
    program = _program(pattern)
    return _run(program, Match(text), 0, whole=True)


def _run(program: Program, match: Match, start: int, *, whole: bool) -> bool:
    """Whether the program matches from ``start`` (to the end, if ``whole``)."""
    seen: set[tuple[int, int]] = set()
    waiting = [(0, start)]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        match.spend()
        number, at = here
        step = program.steps[number]
        if step.kind == "match":
            if not whole or at == len(match.text):
                return True
        else:
            _advance(step, match, at, waiting)
    return False


def _advance(step: Step, match: Match, at: int, waiting: list[tuple[int, int]]) -> None:
    text = match.text
    if step.kind == "char":
        if at < len(text) and step.accepts is not None and step.accepts(text[at]):
            waiting.append((step.then, at + 1))
    elif step.kind == "split":
        waiting.append((step.other, at))
        waiting.append((step.then, at))
    elif _passes(step, match, at):
        waiting.append((step.then, at))


def _passes(step: Step, match: Match, at: int) -> bool:
    if step.look is not None:
        return _run(step.look, match, at, whole=False) is (step.kind == "look")
    text = match.text
    match step.place:
        case "start":
            return at == 0
        case "end":
            return at == len(text)
        case "word" | "inside":
            before, after = at > 0 and _word(text[at - 1]), at < len(text) and _word(text[at])
            return (before != after) is (step.place == "word")
        case _:
            return True


def _word(char: str) -> bool:
    return char == "_" or char.isalnum()
