"""Forms broken by chance: whatever is written into them is told, never raised."""

from __future__ import annotations

import re
from contextlib import suppress
from random import Random

import offline.forms
from offline.forms import script
from offline.forms.api import AnswerError, FormError
from offline.forms.checking import check_xform
from offline.forms.form import Compiled
from tests.offline.forms import varied

_EXPRESSIONS = [
    *("1 +", "((", "foo()", "/data/zz", "//*", "..", "../../../..", "count(", "position(..)"),
    *("instance('nope')/root/item", "pulldata('a','b','c','d')", "if(1,2)", "jr:choice-name(1,2)"),
    *("indexed-repeat(1,2,3)", "/data[", "/", "@", "*", "a|b", "randomize(1)", "once(", "sum('x')"),
    *("selected-at('a',1 div 0)", "round(1.5,30)", "pow(10,400)", "weighted-checklist(1,2,3)"),
    *("area('x')", "digest('a','b')", "format-date('x','y')", "namespace::*", "(1)[1]", "'a'[1]"),
    *("regex(.,'(a+)+$')", "decimal-time(0 div 0)", "9" * 400, "not(" * 200 + "1" + ")" * 200),
]
_ATTRIBUTE = re.compile(
    r'(calculate|relevant|constraint|required|readonly|nodeset|ref|value|type|id)="([^"]*)"'
)
_TAG = re.compile(r"</?[\w:]+[^>]*>")
_PARTS = ["<", ">", "&", "\x00", "]]>", "<!--", "&a;", "\u202e", '"', ""]


def broken(document: bytes, chance: Random) -> bytes:
    """A form with one thing in it changed: an expression, a tag, a character, its end."""
    text = document.decode()
    match chance.randrange(4):
        case 0:
            found = chance.choice(list(_ATTRIBUTE.finditer(text)))
            new = chance.choice(_EXPRESSIONS).replace("<", "&lt;")
            return (text[: found.start(2)] + new + text[found.end(2) :]).encode()
        case 1:
            found = chance.choice(list(_TAG.finditer(text)))
            return (text[: found.start()] + text[found.end() :]).encode()
        case 2:
            at = chance.randrange(len(text))
            return (text[:at] + chance.choice(_PARTS) + text[at:]).encode()
        case _:
            return text[: chance.randrange(len(text))].encode()


def survives(document: bytes, chance: Random) -> bool:
    """Check, begin, answer, save, resume, finish; whether the form was taken at all."""
    problems = check_xform(document, varied.MEDIA).problems
    assert all(problem.sentence() for problem in problems)
    try:
        compiled = offline.forms.load(document, varied.MEDIA)
        _filled(compiled, chance)
    except FormError:
        return False
    return True


def _filled(compiled: Compiled, chance: Random) -> None:
    session = offline.forms.begin(compiled)
    paths = list(session.nodes())
    steps = [(chance.choice(paths), chance.choice(["1", "a", "", "2020-01-01"])) for _ in range(6)]
    steps += [("+", "/" + "/".join(path)) for path in compiled.definition.repeats]
    for where, value in steps:
        with suppress(AnswerError):
            script.carry_out(session, where, value)
    session.pages()
    session.problems()
    offline.forms.resume(compiled, session.save()).finish()
