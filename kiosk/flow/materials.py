"""交了哪些材料: the files of a submission by their questions, and what its item asks for."""

from __future__ import annotations

import re

from lxml import etree

from kiosk.flow.station import Station
from offline.forms.form import Compiled
from offline.forms.model import Element, Label
from offline.i18n import tr
from offline.records import Attachment, Submission
from offline.store.port import UnknownRecordError
from printers.papers import Material

SIGNATURE = "signature"
_ASKING = re.compile(r"(?:请|再)?(?:把|拍一张|拍)?(.+?)(?:拍下来|拍一下)?")
_AFTER_NAME = "："
"""``近期照片：没有也行`` of the catalogue: the name, then what is said of it."""


def attached(station: Station, submission: Submission, xml: bytes) -> tuple[Material, ...]:
    """What was handed in, in the form's order; a signature is no material.

    Nothing of an encrypted form: nobody here can read which file answers what. Nothing either of a
    form that is gone: a receipt is owed all the same.
    """
    if not submission.attachments:
        return ()
    try:
        form = station.form(station.store.forms.get(submission.form_id, submission.form_version))
    except UnknownRecordError:
        return ()
    kept = {one.name: one for one in submission.attachments}
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    found = []
    for node in root.iter(etree.Element):
        file, asked = kept.get(node.text or ""), form.questions.get(_steps(node))
        if file is not None and asked is not None and SIGNATURE not in asked.appearance.split():
            found.append(Material(_name(form, asked), _kind(file)))
    return tuple(found)


def required(
    station: Station, submission: Submission, given: tuple[Material, ...]
) -> tuple[Material, ...]:
    """What the item asks for, each with what came of it, then what was handed in besides."""
    item = station.store.catalogue.of_form(submission.form_id)
    rest, told = list(given), []
    for line in item.materials if item else ():
        name = line.partition(_AFTER_NAME)[0]
        file = next((one for one in rest if name in one.name or one.name in name), None)
        if file is not None:
            rest.remove(file)
        told.append(Material(name, file.source if file else tr("没有交文件")))
    return (*told, *rest)


def _steps(node: etree._Element) -> tuple[str, ...]:
    above = [etree.QName(one).localname for one in node.iterancestors()]
    return (*reversed(above), etree.QName(node).localname)


def _kind(file: Attachment) -> str:
    kinds = {"image": tr("照片"), "audio": tr("录音"), "video": tr("录像")}
    return kinds.get(file.media_type.partition("/")[0], tr("文件"))


def _name(form: Compiled, asked: Element) -> str:
    """What is asked for: 把委托书拍下来 and 拍一张近照 are a 委托书 and a 近照."""
    said = _words(form, asked.label).strip(" ：:？?。")
    asking = _ASKING.fullmatch(said)
    return asking[1] if asking else said or asked.path[-1]


def _words(form: Compiled, label: Label) -> str:
    """The label as the form's authors wrote it first, without what is computed in it."""
    pieces = label.pieces
    if label.itext:
        texts = form.definition.texts.get(form.definition.default_language, {})
        value = texts.get(label.itext)
        pieces = value.forms.get("", []) if value else []
    return "".join(piece.text for piece in pieces)
