"""Forms that are wrong or hostile: a sentence that names the place, never a hang or a fetch."""

from __future__ import annotations

import time
from random import Random

import pytest

import offline.forms
from offline.forms import patterns, xml
from offline.forms.api import FormError
from offline.forms.checking import check_xform
from offline.forms.xpath.parser import parse
from offline.forms.xpath.syntax import XPathSyntaxError
from offline.forms.xpath.values import EvaluationError
from tests.offline.forms.books import begun, row
from tests.offline.forms.broken import broken, survives
from tests.offline.forms.wide import WideMaker

SHELL = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
><h:head><h:title>t</h:title><model><instance><data id="f"><a/><b/></data></instance>{model}</model
></h:head><h:body>{body}</h:body></h:html>"""


def shell(model: str = "", body: str = "") -> bytes:
    return SHELL.format(model=model, body=body).encode()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (b"", "XML"),
        (b"<data", "XML"),
        (b"\x00\x01", "XML"),
        (b"<a/>", "XForm"),
        (shell('<bind nodeset="/data/zz" type="int"/>'), "/data/zz"),
        (shell('<bind nodeset="/data/a" calculate="foo(1)"/>'), "foo"),
        (shell('<bind nodeset="/data/a" calculate="1 +"/>'), "/data/a"),
        (shell('<bind nodeset="/data/a" relevant="(("/>'), "/data/a"),
        (shell('<bind nodeset="/data/a" constraint="bar(.)"/>'), "bar"),
        (shell('<bind nodeset="" type="int"/>'), "bind"),
        (shell(body='<input ref="/data/zz"><label>z</label></input>'), "/data/zz"),
        (shell(body='<input ref="/data/a"><label><output value="foo()"/></label></input>'), "foo"),
        (shell('<instance id="v" src="jr://file-csv/v.csv"/>'), "v.csv"),
        (
            shell(
                '<bind nodeset="/data/a" calculate="/data/b"/>'
                '<bind nodeset="/data/b" calculate="/data/a"/>'
            ),
            "/data/a",
        ),
    ],
)
def test_a_wrong_form_is_told_with_its_place(form: bytes, words: str) -> None:
    with pytest.raises(FormError, match=words):
        offline.forms.load(form, {})


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<data>&b;</data>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'


@pytest.mark.parametrize("document", [BOMB, OUTSIDE, OUTSIDE.decode().encode("utf-16")])
def test_entities_are_neither_expanded_nor_fetched(document: bytes) -> None:
    with pytest.raises(FormError):
        offline.forms.load(document, {})


def test_a_form_too_large_is_refused_before_it_is_parsed() -> None:
    begun_at = time.monotonic()
    with pytest.raises(FormError, match="64 MB"):
        offline.forms.load(b"<a>" + b" " * (xml.LARGEST + 1), {})
    assert time.monotonic() - begun_at < 5


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("(a+)+$", "a" * 60 + "b"), ("(a|aa)*b", "a" * 60), ("(.*a){20}", "a" * 40 + "b")],
)
def test_a_catastrophic_pattern_answers_at_once(pattern: str, text: str) -> None:
    begun_at = time.monotonic()
    assert not patterns.matches(pattern, text)
    assert time.monotonic() - begun_at < 5


@pytest.mark.parametrize("pattern", ["(", "[a", "*a", r"\1", "((((a{99}){99}){99}){99})", "a{2"])
def test_a_pattern_that_cannot_be_used_is_told(pattern: str) -> None:
    try:
        found = patterns.matches(pattern, "b")
    except EvaluationError as error:
        assert pattern in str(error)  # noqa: PT017 — either is an answer, but one of the two
    else:
        assert found is False


@pytest.mark.parametrize(
    "expression", ["(" * 500 + "1" + ")" * 500, "1" * 300_000, "a[", "@", "$x"]
)
def test_an_expression_beyond_reason_is_refused(expression: str) -> None:
    with pytest.raises(XPathSyntaxError):
        parse(expression)


def test_a_table_that_is_none_is_told_by_name() -> None:
    survey = [row("select_one_from_file v.csv", "v")]
    with pytest.raises(FormError, match=r"v\.csv"):
        begun(survey, (), {"v.csv": b""})
    with pytest.raises(FormError, match=r"v\.csv"):
        begun(survey, (), {"v.csv": b"\xff\xff\xff"})


def test_a_draft_that_is_none_is_told() -> None:
    form = offline.forms.load(shell(), {})
    for damaged in (b"", b"{}", b"[1]", b'{"format":99}', b'{"format":1}'):
        with pytest.raises(FormError):
            offline.forms.resume(form, damaged)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (shell('<bind nodeset="/" type="int"/>'), "bind"),
        (shell(body='<group><repeat nodeset="/data/zz"/></group>'), "/data/zz"),
        (shell(body='<group><repeat nodeset="/data"/></group>'), "/data"),
        (shell('<bind nodeset="/data/a" calculate="indexed-repeat(1, 2, 3)"/>'), "indexed-repeat"),
        (shell('<bind nodeset="/data/a" calculate="indexed-repeat(/a, /b, 1, /c)"/>'), "/data/a"),
    ],
)
def test_what_chance_found_wrong_is_told_too(form: bytes, words: str) -> None:
    with pytest.raises(FormError, match=words):
        offline.forms.load(form, {})
    assert check_xform(form, {}).problems


@pytest.mark.parametrize(
    "part",
    [
        shell(
            body='<select1 ref="/data/a"><label>a</label><itemset nodeset="1"><value ref="x"/>'
            '<label ref="y"/></itemset></select1>'
        ),
        shell('<bind nodeset="/data/a" calculate="weighted-checklist(1, 2, 3)"/>'),
    ],
)
def test_what_cannot_be_evaluated_is_told_and_the_form_goes_on(part: bytes) -> None:
    session = offline.forms.begin(offline.forms.load(part, {}))
    session.pages()
    assert session.engine.faults


def test_forms_broken_by_chance_are_told_or_filled() -> None:
    chance = Random(3)  # noqa: S311 — a seed, no secret
    whole = [WideMaker(seed).make().xml for seed in range(4)]
    taken = [survives(broken(chance.choice(whole), chance), chance) for _ in range(120)]
    assert any(taken)
    assert not all(taken)
