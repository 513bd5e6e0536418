"""Questions made by hand for the tests of the fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from offline.forms.view import Choice, Control, Media, Question

_PLAIN = Question(
    path="/data/a",
    bind="/data/a",
    control=Control.INPUT,
    data_type="string",
    label="您叫什么名字？",
    hint="和身份证上的一样",
    guidance="",
    media=Media(),
    appearance="",
    value="",
    required=False,
    readonly=False,
    missing=False,
    problem="",
)


def asked(
    data_type: str = "string",
    *,
    value: str = "",
    appearance: str = "",
    control: Control = Control.INPUT,
    readonly: bool = False,
    mediatype: str = "",
    span: tuple[str, str, str] | None = None,
    label: str = "您叫什么名字？",
    parameters: tuple[tuple[str, str], ...] = (),
    path: str = "/data/a",
) -> Question:
    return replace(
        _PLAIN,
        path=path,
        data_type=data_type,
        value=value,
        appearance=appearance,
        control=control,
        readonly=readonly,
        mediatype=mediatype,
        span=span,
        label=label,
        parameters=parameters,
    )


def chosen_from(
    labels: Sequence[str],
    *,
    many: bool = False,
    rank: bool = False,
    value: str = "",
    appearance: str = "",
) -> Question:
    choices = tuple(Choice(value=f"v{at}", label=label) for at, label in enumerate(labels, 1))
    control = Control.RANK if rank else Control.SELECT_MANY if many else Control.SELECT_ONE
    question = asked(value=value, appearance=appearance, control=control)
    return replace(question, choices=choices)
