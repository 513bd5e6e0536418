"""Forms that are well formed and still wrong, by what follows, with what must be told of each."""

from __future__ import annotations

SHELL = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"
 xmlns:entities="http://www.opendatakit.org/xforms/entities"><h:head><h:title>t</h:title>
<model entities:entities-version="{version}">{model}<instance><data id="t"><a/><b/><g><c/></g>
<r><d/></r><output/><rank/><repeat/><meta><instanceID/>{meta}</meta></data></instance>{more}
</model></h:head><h:body>{body}</h:body></h:html>"""
A = '<input ref="/data/a"><label>a</label></input>'
ITEXT = '<itext><translation lang="en"><text id="ok"><value>ok</value></text></translation></itext>'
LIST = '<instance id="l"><root><item><name>x</name><label>X</label></item></root></instance>'
ITEM = "instance('l')/root/item"
ENTITY = 'dataset="p" id="" create="1"'


def form(
    more: str = "", body: str = A, model: str = "", meta: str = "", version: str = "2024.1.0"
) -> bytes:
    return SHELL.format(model=model, more=more, body=body, meta=meta, version=version).encode()


def span(written: str) -> bytes:
    return form(body=f'<range ref="/data/a" {written}><label>a</label></range>')


def chosen(inside: str, control: str = "select1") -> bytes:
    return form(LIST, f'<{control} ref="/data/a"><label>a</label>{inside}</{control}>')


def listed(nodeset: str, value: str = '<value ref="name"/>', label: str = "label") -> bytes:
    return chosen(f'<itemset nodeset="{nodeset}">{value}<label ref="{label}"/></itemset>')


def repeated(
    written: str, inside: str = '<input ref="/data/r/d"><label>d</label></input>'
) -> bytes:
    return form(
        body=f'<group ref="/data/r"><label>r</label><repeat {written}>{inside}</repeat></group>'
    )


def labelled(text: str) -> bytes:
    return form(body=f'<input ref="/data/a"><label ref="{text}"/></input>', model=ITEXT)


def acting(written: str, name: str = "setvalue") -> bytes:
    return form(f"<{name} {written}/>")


def entity(
    written: str, bind: str = "", label: str = "<label/>", version: str = "2024.1.0"
) -> bytes:
    return form(bind, meta=f"<entity {written}>{label}</entity>", version=version)


def translations(inside: str) -> bytes:
    return form(model=f"<itext>{inside}</itext>")


REFUSED = {
    "start no number": (span('start="x" end="9" step="1"'), "/data/a.*start.*x"),
    "end no number": (span('start="1" end="y" step="1"'), "/data/a.*end.*y"),
    "step no number": (span('start="1" end="9" step="z"'), "/data/a.*step.*z"),
    "step infinite": (span('start="1" end="9" step="inf"'), "/data/a.*step.*inf"),
    "step 0": (span('start="1" end="9" step="0"'), "/data/a.*step.*0"),
    "label": (labelled("jr:itext('no')"), "/data/a.*no"),
    "label malformed": (labelled("jr:itext(no)"), r"/data/a.*jr:itext\(no\)"),
    "hint": (
        form(body='<input ref="/data/a"><label>a</label><hint ref="jr:itext(\'no\')"/></input>'),
        "/data/a.*no",
    ),
    "choice's label": (
        chosen("<item><label ref=\"jr:itext('no')\"/><value>x</value></item>"),
        "/data/a.*no",
    ),
    "group's label": (
        form(body=f'<group ref="/data/g"><label ref="jr:itext(\'no\')"/>{A}</group>'),
        "/data/g.*no",
    ),
    "entry without value": (
        form(
            body='<input ref="/data/a"><label ref="jr:itext(\'e\')"/></input>',
            model='<itext><translation lang="en"><text id="e"/></translation></itext>',
        ),
        "/data/a.*e",
    ),
    "entry twice": (
        translations('<translation lang="en"><text id="e"/><text id="e"/></translation>'),
        "en.*e.*2",
    ),
    "entry without id": (translations('<translation lang="en"><text/></translation>'), "en"),
    "language twice": (translations('<translation lang="en"/>' * 2), "en.*2"),
    "no language": (translations("<translation/>"), "lang"),
    "output": (
        form(body='<input ref="/data/a"><label><output/></label></input>'),
        "/data/a.*output",
    ),
    "bind ids": (form('<bind id="x" nodeset="/data/a"/><bind id="x" nodeset="/data/b"/>'), "x"),
    "calculated group": (form('<bind nodeset="/data/g" calculate="1"/>'), "/data/g"),
    "no choices": (chosen("", "rank"), "/data/a"),
    "item without value": (chosen("<item><label>x</label></item>"), "/data/a.*value"),
    "item without label": (chosen("<item><value>x</value></item>"), "/data/a.*label"),
    "itemset and items": (
        chosen(
            "<item><label>x</label><value>x</value></item>"
            f'<itemset nodeset="{ITEM}"><value ref="name"/><label ref="label"/></itemset>'
        ),
        "/data/a.*itemset",
    ),
    "itemset without value": (listed(ITEM, ""), "/data/a.*value"),
    "value without ref": (listed(ITEM, "<value/>"), "/data/a.*value"),
    "itemset without label": (listed(ITEM, label=""), "/data/a.*label"),
    "itemset without nodeset": (listed(""), "/data/a.*nodeset"),
    "no such column": (listed(ITEM, '<value ref="nam"/>'), "/data/a.*nam"),
    "no such list": (listed("instance('z')/root/item"), "/data/a.*z"),
    "no such path in a list": (listed("instance('l')/rot/item"), "/data/a.*rot"),
    "no such node": (listed("/data/zz"), "/data/a.*/data/zz"),
    "no path": (listed("1 + 1"), r"/data/a.*1 \+ 1"),
    "repeat without nodeset": (repeated(""), "/data/r.*nodeset"),
    "count of nothing": (repeated('nodeset="/data/r" jr:count="/data/zz"'), "/data/r.*/data/zz"),
    "empty count": (repeated('nodeset="/data/r" jr:count=""'), "/data/r.*count"),
    "outside its repeat": (repeated('nodeset="/data/r"', A), "/data/a.*/data/r"),
    "repeat in itself": (repeated('nodeset="/data/r"', '<repeat nodeset="/data/r"/>'), "/data/r"),
    "group on nothing": (form(body=f'<group ref="/data/zz">{A}</group>'), "/data/zz"),
    "control": (
        form(body='<textarea ref="/data/a"><label>a</label></textarea>'),
        "/data/a.*textarea",
    ),
    "event": (acting('event="foo" ref="/data/b"'), "/data/b.*foo"),
    "no event": (acting('ref="/data/b"', "odk:setgeopoint"), "/data/b.*event"),
    "new repeat in the model": (acting('event="odk-new-repeat" ref="/data/r/d"'), "/data/r/d"),
    "action on a group": (acting('event="odk-instance-load" ref="/data/g" value="1"'), "/data/g"),
}
WRONG = {
    "a language lacks a text": (
        form(
            body='<input ref="/data/a"><label ref="jr:itext(\'e\')"/></input>',
            model='<itext><translation lang="en"><text id="e"><value>e</value></text></translation>'
            '<translation lang="fr"/></itext>',
        ),
        "fr.*e",
    ),
    "empty itext": (translations(""), "itext"),
    "count by expression": (repeated('nodeset="/data/r" jr:count="1 + 1"'), r"/data/r.*1 \+ 1"),
    "action on nothing": (acting('event="odk-instance-load" ref="/data/zz" value="1"'), "/data/zz"),
    "unknown in the model": (form("<send/>"), "send"),
    "date": (
        form('<bind nodeset="/data/a" jr:preload="date" jr:preloadParams="x"/>'),
        "/data/a.*x",
    ),
    "key": (form('<submission base64RsaPublicKey="abc"/>'), "RSA|公钥"),
    "no dataset": (entity('id="" create="1"'), "entity.*dataset"),
    "dataset's name": (entity('dataset="a.b" id="" create="1"'), r"entity.*a\.b"),
    "no id": (entity('dataset="p" create="1"'), "entity.*id"),
    "no label": (entity(ENTITY, label=""), "entity.*label"),
    "update without a version": (entity('dataset="p" id="" update="1"'), "entity.*baseVersion"),
    "future specification": (entity(ENTITY, version="2099.1.0"), "2099"),
    "saveto without entity": (form('<bind nodeset="/data/a" entities:saveto="x"/>'), "/data/a"),
    "saveto label": (
        entity(ENTITY, '<bind nodeset="/data/a" entities:saveto="label"/>'),
        "/data/a",
    ),
    "saveto of a group": (
        entity(ENTITY, '<bind nodeset="/data/g" entities:saveto="x"/>'),
        "/data/g",
    ),
    "saveto twice": (
        entity(ENTITY, "".join(f'<bind nodeset="/data/{n}" entities:saveto="x"/>' for n in "ab")),
        "/data/b.*x",
    ),
}
ODD = {
    "constraint's message": (
        form('<bind nodeset="/data/a" jr:constraintMsg="jr:itext(\'no\')"/>', model=ITEXT),
        "/data/a.*no",
    ),
    "required message": (
        form('<bind nodeset="/data/a" jr:requiredMsg="jr:itext(\'no\')"/>'),
        "/data/a",
    ),
    "no app": (form('<bind nodeset="/data/a" jr:noAppErrorString="jr:itext(\'no\')"/>'), "/data/a"),
    "calculated text": (form('<bind nodeset="/data/a" calculate="jr:itext(\'no\')"/>'), "/data/a"),
    "choice's text": (listed(ITEM, label="jr:itext(label)"), "/data/a.*X"),
    "range without step": (span('start="1" end="9"'), "/data/a.*step"),
    "range past its end": (span('start="0" end="10" step="3"'), "/data/a.*3.*10"),
    "type": (form('<bind nodeset="/data/a" type="foo"/>'), "/data/a.*foo"),
    "preload": (form('<bind nodeset="/data/a" jr:preload="foo"/>'), "/data/a.*foo"),
    "two binds": (form('<bind nodeset="/data/a"/>' * 2), "/data/a.*2"),
    "value twice": (chosen("<item><label>x</label><value>x</value></item>" * 2), "/data/a.*x.*2"),
    "empty value": (chosen("<item><label>x</label><value/></item>"), "/data/a"),
    "value with a space": (
        chosen("<item><label>x</label><value>x y</value></item>", "select"),
        "/data/a.*x y",
    ),
    "lists of one name": (form(LIST * 2), "l.*2"),
    "question on a group": (form(body='<input ref="/data/g"><label>a</label></input>'), "/data/g"),
    "change in the model": (acting('event="xforms-value-changed" ref="/data/b"'), "/data/b"),
    "reads nothing": (form('<bind nodeset="/data/a" relevant="../zz = 1"/>'), "/data/a.*/data/zz"),
    "label reads nothing": (
        form(body='<input ref="/data/a"><label><output value="/data/zz"/></label></input>'),
        "/data/a.*/data/zz",
    ),
    "neither create nor update": (entity('dataset="p" id=""'), "entity"),
    "no id of the form": (form().replace(b' id="t"', b""), "data.*id"),
    "no instanceID": (form().replace(b"<instanceID/>", b""), "instanceID"),
    "no question": (form(body=""), ""),
}
