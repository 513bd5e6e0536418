"""Handing in from the command line: a form and answers in, a durable submission out."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.flow.forms import Work, begin, finalise, save
from kiosk.flow.station import Station
from offline.forms import load
from offline.forms.api import AnswerError
from offline.forms.script import batch_of, carry_out
from offline.i18n import tr
from offline.records import StoredForm, Submission

_MEDIA = re.compile(rb"jr://(?:file|file-csv|images|audio|video)/([^\"'<>\s]+)")


def keep_form(station: Station, xml: bytes, files: Mapping[str, bytes]) -> StoredForm:
    """Put a form file and the media it names into the store (FormError)."""
    digest = hashlib.md5(xml, usedforsecurity=False).hexdigest()
    names = {name.decode() for name in _MEDIA.findall(xml)}
    media = {name: files[name] for name in sorted(names) if name in files}
    form = load(xml, media)
    stored = StoredForm(form.form_id, form.version, form.title, f"md5:{digest}", xml, media)
    if station.store.forms.hashes().get((stored.form_id, stored.version)) != stored.hash:
        station.store.forms.put(stored)
    return stored


def hand_in(
    station: Station, form_id: str, steps: Sequence[Any], attachments: Sequence[Path]
) -> Submission:
    """Fill a form by the steps of ``form run`` and finalise it; durable when this returns.

    Raises AnswerError for a step or file that does not fit, IncompleteError for what is missing;
    then the draft is discarded and nothing is left behind.
    """
    work = begin(station, form_id, None)
    try:
        for step in steps:
            for path, value in batch_of(step):
                carry_out(work.session, path, value)
        for file in attachments:
            _attach(station, work, file)
        _all_there(station, work)
        save(station, work)
        return finalise(station, work)
    except Exception:
        station.store.drafts.discard(work.instance_id)
        raise


def _all_there(station: Station, work: Work) -> None:
    """Every file that an upload question names must have come along."""
    here = {one.name for one in station.store.attachments.of(work.instance_id)}
    missing = [name for name in work.session.finish().attachments if name not in here]
    if missing:
        raise AnswerError(tr("还差文件 {names}，请用 --attach 加上", names="、".join(missing)))


def _attach(station: Station, work: Work, file: Path) -> None:
    answered = {node.value for node in work.session.nodes().values()}
    if file.name not in answered:
        raise AnswerError(tr("没有哪一题的答案是文件 {name}", name=file.name))
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    with file.open("rb") as source:
        station.store.attachments.add(work.instance_id, file.name, kind, source)
