"""A signed 申请表 for the gallery. Nobody is meant by it."""

from __future__ import annotations

from datetime import UTC, datetime
from math import sin

from offline.handwriting import Stroke
from printers.application import Application, Signature
from printers.papers import Masked, Material, Site

_AT = datetime(2026, 3, 18, 2, 31, tzinfo=UTC)


def application() -> Application:
    """With a rare character, a name with a dot, and two signatures."""
    return Application(
        site=Site("云溪镇", "柳湾村便民服务站", "LW", "LW-K01", "0515-5550123"),
        printed=_AT,
        item="高龄津贴申领",
        receipt="LW-260318-7F3KQ-9ZT2M",
        applicant=Masked(name="王小明", id_number="321001194703121234", phone="138****1234"),
        registered=_AT,
        agent="阿卜杜拉·𠮷田",
        materials=(Material("居民身份证", "电子证照"), Material("近期照片", "现场拍")),
        promise=("一、上面填的都是真的，材料和原件一样。", "二、办事的单位可以去核对这些内容。"),
        signatures=(
            Signature("代办人签字", _AT, _hand(3)),
            Signature("见证人签字", _AT, _hand(2)),
        ),
    )


def _hand(words: int) -> tuple[Stroke, ...]:
    return tuple(
        tuple(
            (
                round(120 + n * 340 + t * 3 + 40 * sin(t / 7)),
                round(240 + 150 * sin(t / (9 + 4 * n))),
            )
            for t in range(90)
        )
        for n in range(words)
    )
