"""Binds that share an id or a node, of a type or a preload that nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from offline.forms.api import FormError
from offline.forms.encryption import public_key
from offline.forms.flaws.kinds import Flaw, Known, Weight, slashed
from offline.forms.model import Bind
from offline.i18n import tr

_TYPES = frozenset(
    {
        *("string", "int", "integer", "long", "decimal", "double", "float", "boolean"),
        *("date", "time", "dateTime", "gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay"),
        *("select", "select1", "selectn", "rank", "listItem", "listItems", "barcode", "intent"),
        *("geopoint", "geotrace", "geoshape", "binary", "base64Binary", "hexBinary", "anyURI"),
    }
)
"""JavaRosa's (``XFormParser.initTypeMappings``) and ``rank``."""
_PRELOADS = frozenset({"uid", "date", "timestamp", "property", "patient", "context"})
_TODAY = "today"


def grave(known: Known) -> Iterator[Flaw]:
    """What JavaRosa refuses of binds."""
    ids = Counter(str(bind.get("id")) for bind in known.binds() if bind.get("id"))
    for name, times in ids.items():
        if times > 1:
            told = tr("{times} 个 bind 的 id 都是“{id}”", times=times, id=name)
            yield Flaw(Weight.REFUSED, told)
    parents = {path[:-1] for path in known.paths if not path[-1].startswith("@")}
    for bind in known.source.definition.binds:
        if bind.calculate and bind.path in parents:
            told = tr("{path}：分组不能有计算", path=slashed(bind.path))
            yield Flaw(Weight.REFUSED, told, bind.path[-1], "calculation")


def slight(known: Known) -> Iterator[Flaw]:
    """Unknown types and preloads; a key that encrypts nothing; no id to send under."""
    definition = known.source.definition
    for path, times in Counter(bind.path for bind in definition.binds).items():
        if times > 1:
            told = tr("{path}：有 {times} 个 bind", path=slashed(path), times=times)
            yield Flaw(Weight.ODD, told, path[-1])
    for bind in definition.binds:
        for weight, words in _words(bind):
            told = tr("{path}：{words}", path=slashed(bind.path), words=words)
            yield Flaw(weight, told, bind.path[-1], "type")
    if definition.public_key:
        try:
            public_key(definition.public_key)
        except FormError as error:
            yield Flaw(Weight.WRONG, str(error), column="public_key")
    yield from _identity(known)


def _words(bind: Bind) -> Iterator[tuple[Weight, str]]:
    if bind.data_type not in _TYPES:
        yield Weight.ODD, tr("没有“{type}”这种类型，按文字处理", type=bind.data_type)
    if bind.preload and bind.preload not in _PRELOADS:
        yield Weight.ODD, tr("没有“{preload}”这种自动填写，留空", preload=bind.preload)
    if bind.preload == "date" and bind.preload_params != _TODAY:
        words = tr("自动填写的日期只有 today，不会填“{what}”", what=bind.preload_params)
        yield Weight.WRONG, words


def _identity(known: Known) -> Iterator[Flaw]:
    top = known.source.instance.children[0]
    if top.attribute("id") is None:
        told = tr("主实例 <{name}> 没有 id：服务器认不出是哪份表单", name=top.name)
        yield Flaw(Weight.ODD, told, column="form_id")
    if not any(path[-2:] == ("meta", "instanceID") for path in known.paths):
        told = tr("没有 meta/instanceID：同一份申报可能被收两次")
        yield Flaw(Weight.ODD, told)
