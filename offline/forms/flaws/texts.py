"""Texts in several languages: entries that cannot be told apart, references to none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from offline.forms import xml
from offline.forms.flaws.kinds import Flaw, Known, Weight, last, place, slashed
from offline.forms.itext import message
from offline.forms.model import Element, Label
from offline.forms.tree import text_of
from offline.i18n import tr

_CALL = re.compile(r"""jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)""")
_MESSAGES = ("constraint_message", "required_message")
_MOST = 3


def grave(known: Known) -> Iterator[Flaw]:
    """What JavaRosa refuses of texts."""
    for words in _blocks(known):
        yield Flaw(Weight.REFUSED, words)
    some = _identifiers(known)
    for element in known.elements:
        for label in _labels(element):
            path = slashed(element.path)
            if label.itext and label.itext not in some:
                told = tr("{path}：文字“{id}”在 itext 里没有", path=path, id=label.itext)
                yield Flaw(Weight.REFUSED, told, element.path[-1], "label")
            elif "jr:itext" in label.expression:
                told = tr(
                    "{path}：引用文字要写成 jr:itext('名称')，不能写 {ref}",
                    path=path,
                    ref=label.expression,
                )
                yield Flaw(Weight.REFUSED, told, element.path[-1], "label")
    inside = [output for block in known.blocks() for output in block.iter("{*}output")]
    for output in (*known.shown("output"), *inside):
        if not (output.get("value") or output.get("ref") or "").strip():
            path = place(output) or "itext"
            yield Flaw(Weight.REFUSED, tr("{path}：output 没有写明 value", path=path), last(path))


def _blocks(known: Known) -> Iterator[str]:
    languages: Counter[str] = Counter()
    for block in (block for itext in known.blocks() for block in itext.iter("{*}translation")):
        language = str(block.get("lang") or "")
        languages[language] += 1
        names = Counter(str(t.get("id") or "") for t in block if xml.local(t) == "text")
        for name, times in names.items():
            if not name:
                yield tr("itext 里语言“{language}”有一段文字没有 id", language=language)
            elif times > 1:
                yield tr(
                    "itext 里语言“{language}”的文字“{id}”写了 {times} 次",
                    language=language,
                    id=name,
                    times=times,
                )
    for language, times in languages.items():
        if not language:
            yield tr("itext 里有一个 translation 没有写明语言（lang）")
        elif times > 1:
            yield tr("itext 里语言“{language}”写了 {times} 次", language=language, times=times)


def _labels(element: Element) -> list[Label]:
    return [element.label, element.hint, *(item.label for item in element.items)]


def _identifiers(known: Known) -> set[str]:
    """The entries that say something in any language."""
    texts = known.source.definition.texts.values()
    return {name for entries in texts for name, entry in entries.items() if entry.forms}


def slight(known: Known) -> Iterator[Flaw]:
    """Texts that a language lacks, and those that messages, calculations and lists name in vain."""
    yield from _lacking(known)
    some = _identifiers(known)
    for bind in known.source.definition.binds:
        path = slashed(bind.path)
        own = {message(getattr(bind, field)).itext for field in _MESSAGES}
        own.add(message(bind.parameters.get("noAppErrorString", "")).itext)
        for name in sorted(own - some - {""}):
            told = tr("{path}：提示语“{id}”在 itext 里没有，出错时只说通常的话", path=path, id=name)
            yield Flaw(Weight.ODD, told, bind.path[-1], "constraint_message")
        for one, other in _CALL.findall(f"{bind.calculate} {bind.constraint} {bind.relevant}"):
            if (one or other) not in some:
                told = tr("{path}：文字“{id}”在 itext 里没有", path=path, id=one or other)
                yield Flaw(Weight.ODD, told, bind.path[-1], "calculation")
    for element in known.elements:
        if element.itemset is not None and element.itemset.label_itext:
            yield from _choices(element, known, some)


def _lacking(known: Known) -> Iterator[Flaw]:
    definition = known.source.definition
    used = {label.itext for element in known.elements for label in _labels(element)} - {""}
    everything = _identifiers(known) & used
    for language, entries in definition.texts.items():
        missing = sorted(everything - entries.keys())
        if missing:
            told = tr(
                "语言“{language}”缺少 {number} 段文字，用默认语言的代替：{names}",
                language=language,
                number=len(missing),
                names="、".join(missing[:_MOST]),
            )
            yield Flaw(Weight.WRONG, told, column="label")
    if any(not len(block) for block in known.blocks()):
        yield Flaw(Weight.WRONG, tr("itext 里没有任何语言（translation）"))


def _choices(element: Element, known: Known, some: set[str]) -> Iterator[Flaw]:
    """Items of the lists written in the form, whose texts are entries of their own."""
    itemset = element.itemset
    for name, top in known.source.inline.items():
        if itemset is None or f"'{name}'" not in itemset.nodeset.replace('"', "'"):
            continue
        texts = (text_of(node) for node in top.walk() if node.name == itemset.label)
        missing = sorted({text for text in texts if text} - some)
        if missing:
            told = tr(
                "{path}：选项的文字在 itext 里没有：{names}",
                path=slashed(element.path),
                names="、".join(missing[:_MOST]),
            )
            yield Flaw(Weight.ODD, told, element.path[-1], "label")
