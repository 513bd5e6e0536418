"""IPP messages as bytes (RFC 8010): what printing a document needs, nothing more."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

Value = str | int | bool | bytes
Attributes = Mapping[str, Sequence[Value]]

VERSION = b"\x02\x00"
_OPERATION_GROUP, _JOB_GROUP, _END = 0x01, 0x02, 0x03
_FIRST_VALUE_TAG = 0x10
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_BEGIN_COLLECTION, _END_COLLECTION = 0x34, 0x37
_TEXTS = range(0x40, 0x50)
_OK_BELOW = 0x0100


class Operation(IntEnum):
    """The operations asked of a printer (RFC 8011 section 5.4.15)."""

    PRINT_JOB = 0x0002
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class Tag(IntEnum):
    """The syntaxes of the values that are sent."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49


class WireError(ValueError):
    """Bytes that are no IPP answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status code, and the attributes of each group after the operation's own."""

    status: int
    groups: Sequence[Attributes] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the status is one of the successful-ok family."""
        return self.status < _OK_BELOW


Sent = tuple[Tag, str, Value | Sequence[str]]


def request(
    operation: Operation, number: int, given: Sequence[Sent], job: Sequence[Sent] = ()
) -> bytes:
    """The header of a request; a document's bytes follow it directly."""
    head = VERSION + struct.pack(">HI", operation, number)
    common: list[Sent] = [
        (Tag.CHARSET, "attributes-charset", "utf-8"),
        (Tag.LANGUAGE, "attributes-natural-language", "zh-cn"),
    ]
    parts = [head, bytes([_OPERATION_GROUP]), *map(_encode, [*common, *given])]
    if job:
        parts += [bytes([_JOB_GROUP]), *map(_encode, job)]
    return b"".join(parts) + bytes([_END])


def _encode(attribute: Sent) -> bytes:
    tag, name, value = attribute
    values = [value] if isinstance(value, str | int | bytes) else list(value)
    names = [name, *[""] * (len(values) - 1)]
    return b"".join(_one(tag, text, one) for text, one in zip(names, values, strict=True))


def _one(tag: Tag, name: str, value: Value) -> bytes:
    if isinstance(value, bool):
        data = bytes([value])
    elif isinstance(value, int):
        data = struct.pack(">i", value)
    else:
        data = value.encode() if isinstance(value, str) else value
    plain = name.encode()
    return struct.pack(">BH", tag, len(plain)) + plain + struct.pack(">H", len(data)) + data


def parse(answer: bytes) -> Reply:
    """The answer as groups of attributes; collections are passed over (WireError)."""
    try:
        (status,) = struct.unpack_from(">H", answer, 2)
        return Reply(status, _groups(answer))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise WireError(str(error)) from error


def _groups(answer: bytes) -> list[dict[str, list[Value]]]:
    groups: list[dict[str, list[Value]]] = []
    place, name, depth, operation = 8, "", 0, True
    while (tag := answer[place]) != _END:
        place += 1
        if tag < _FIRST_VALUE_TAG:
            operation = tag == _OPERATION_GROUP
            groups += [] if operation else [{}]
            continue
        named, data, place = _field(answer, place)
        depth -= tag == _END_COLLECTION
        name = named or name if depth == 0 else name
        if depth == 0 and tag not in {_BEGIN_COLLECTION, _END_COLLECTION} and not operation:
            groups[-1].setdefault(name, []).append(_value(tag, data))
        depth += tag == _BEGIN_COLLECTION
    return groups


def _field(answer: bytes, place: int) -> tuple[str, bytes, int]:
    (length,) = struct.unpack_from(">H", answer, place)
    name = answer[place + 2 : place + 2 + length].decode()
    place += 2 + length
    (length,) = struct.unpack_from(">H", answer, place)
    end = place + 2 + length
    if end > len(answer):
        raise WireError("cut inside a value")
    return name, answer[place + 2 : end], end


def _value(tag: int, data: bytes) -> Value:
    if tag in {_INTEGER, _ENUM}:
        return int(struct.unpack(">i", data)[0])
    if tag == _BOOLEAN:
        return data != b"\x00"
    return data.decode() if tag in _TEXTS else data
