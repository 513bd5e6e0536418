"""Forms that are wrong or hostile: a sentence that names the place, never a hang or a fetch."""

from __future__ import annotations

import contextlib
import socket
from random import Random

import pytest

import offline.forms
from offline.forms import patterns, xml
from offline.forms.api import FormError
from offline.forms.checking import check_xform
from offline.forms.xpath.parser import parse
from offline.forms.xpath.syntax import XPathSyntaxError
from offline.forms.xpath.values import EvaluationError
from tests.offline.forms.books import begun, row, xform
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


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"<a>" + b" " * (xml.LARGEST + 1), "64 MB"),
        (b"<a>" + b"<b/>" * xml.MOST_TAGS + b"</a>", "五十万"),
    ],
    ids=["bytes", "elements"],
)
def test_a_form_too_large_is_refused_before_it_is_parsed(
    document: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml, "_parser", None)
    with pytest.raises(FormError, match=words):
        offline.forms.load(document, {})


CHOICES = '<instance id="l"><root><item><name>1</name><label>1</label></item></root></instance>'
SELECT = (
    '<select1 ref="/data/a"><label>l</label><itemset nodeset="instance(\'l\')/root/item[nope(1)]">'
    '<value ref="name"/><label ref="label"/></itemset></select1>'
)
CHANGED = '<setvalue event="xforms-value-changed" ref="/data/b" value="nope(1)"/>'
COUNT = 'jr:count="nope(1)" xmlns:jr="http://openrosa.org/javarosa"'
OUTPUT = '<output value="nope(1)"/>'
ITEXT = f'<text id="x"><value>{OUTPUT}</value></text>'


@pytest.mark.parametrize(
    ("form", "place"),
    [
        *(
            (shell(f'<bind nodeset="/data/a" {name}="nope(1)"/>'), "/data/a")
            for name in ("relevant", "constraint", "calculate", "required", "readonly")
        ),
        (shell(CHOICES, SELECT), "/data/a"),
        (shell('<setvalue event="odk-instance-first-load" ref="/data/a" value="nope(1)"/>'), "/a"),
        (shell("", f'<input ref="/data/a"><label>x</label>{CHANGED}</input>'), "/data/b"),
        (shell("", f'<group><repeat nodeset="/data/a" {COUNT}/></group>'), "/data/a"),
        (shell("", f'<input ref="/data/a"><label>{OUTPUT}</label></input>'), "/data/a"),
        (shell("", f'<input ref="/data/a"><label/><hint>{OUTPUT}</hint></input>'), "/data/a"),
        (shell(f'<itext><translation lang="en">{ITEXT}</translation></itext>'), "itext x"),
    ],
)
def test_an_unknown_function_is_told_wherever_it_stands(form: bytes, place: str) -> None:
    with pytest.raises(FormError, match=rf"{place}.*nope\(\)"):
        offline.forms.load(form, {})
    assert "nope()" in check_xform(form, {}).problems[0].sentence()


REPEAT = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="f"
><r><x/><y/></r><t/></data></instance>{binds}</model></h:head><h:body><group><repeat
 nodeset="/data/r" {more}><input ref="/data/r/x"/></repeat></group></h:body></h:html>"""


@pytest.mark.parametrize(
    ("calculations", "more"),
    [
        ({"r/x": "/data/t", "t": "sum(/data/r/x)"}, ""),
        ({"r/x": "../y + 1", "r/y": "/data/t", "t": "sum(/data/r/x)"}, ""),
        ({"r/x": "indexed-repeat(/data/r/x, /data/r, position(..) - 1)"}, ""),
        ({"t": "count(/data/r)"}, 'jr:count="/data/t"'),
    ],
)
def test_a_circle_through_a_repeat_is_told(calculations: dict[str, str], more: str) -> None:
    binds = [
        f'<bind nodeset="/data/{path}" calculate="{text}"/>' for path, text in calculations.items()
    ]
    with pytest.raises(FormError, match=r"循环.*/data/"):
        offline.forms.load(REPEAT.format(binds="".join(binds), more=more).encode(), {})


def test_nothing_a_form_names_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        there = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        head = '<?xml version="1.0"?>'
        include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{there}"/>'
        for document in (
            f'{head}<!DOCTYPE x [<!ENTITY a SYSTEM "{there}">]><d>&a;</d>'.encode(),
            f'{head}<!DOCTYPE x [<!ENTITY % p SYSTEM "{there}"> %p;]><d/>'.encode(),
            f'{head}<!DOCTYPE x SYSTEM "{there}"><d/>'.encode(),
            shell(f'<instance id="v" src="{there}"/>'),
            shell(f'<instance id="v">{include}</instance>'),
        ):
            with contextlib.suppress(FormError):
                offline.forms.load(document, {})
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 60 + "b"),
        ("(a|aa)*b", "a" * 60),
        ("(.*a){20}", "a" * 40 + "b"),
        ("(x+x+)+y", "x" * 50),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 60),
        ("(.*)*$x", "a" * 60),
        ("(a?){60}a{60}", "a" * 59),
        (r"(\d+|\d+\s)*z", "1" * 60),
        ("((a*)*)*b", "a" * 60),
        (r"(\w+\s?)*;", "word " * 30),
        ("(a{1,30}){1,30}b", "a" * 200),
        ("(?=(a+)+b)a", "a" * 60),
        ("[^,]*(,[^,]*){0,200}x", "," * 200),
    ],
)
def test_a_catastrophic_pattern_answers(pattern: str, text: str) -> None:
    assert not patterns.matches(pattern, text)


def test_the_work_of_a_match_has_a_limit() -> None:
    with pytest.raises(EvaluationError, match="too long"):
        patterns.matches("((?=.*b)a)*c", "a" * 2000 + "b")


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


def test_what_cannot_be_evaluated_is_told_and_the_form_goes_on() -> None:
    part = shell('<bind nodeset="/data/a" calculate="weighted-checklist(1, 2, 3)"/>')
    session = offline.forms.begin(offline.forms.load(part, {}))
    session.pages()
    assert session.engine.faults


def test_forms_broken_by_chance_are_told_or_filled() -> None:
    chance = Random(3)  # noqa: S311 — a seed, no secret
    whole = [WideMaker(seed).make().xml for seed in range(4)]
    taken = [survives(broken(chance.choice(whole), chance), chance) for _ in range(120)]
    assert any(taken)
    assert not all(taken)


def test_a_function_where_a_choice_needs_a_path_is_named() -> None:
    survey = [row("select_one_from_file v.csv", "v")]
    source = xform(survey).replace(b'<label ref="label"', b'<label ref="nope(label)"')
    with pytest.raises(FormError, match=r"nope\(label\)"):
        offline.forms.load(source)
