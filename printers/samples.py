"""One made-up paper of every kind: to prove a region's templates and for the test page."""

from __future__ import annotations

from datetime import UTC, date, datetime

from offline.records import Case, CaseState
from printers.notices import (
    AppointmentSlip,
    Check,
    CombinedReceipt,
    Hazard,
    Part,
    PatrolSheet,
    ProofPage,
    QueueNumber,
    RatingSlip,
    RecoverySheet,
    RectificationNotice,
    Shift,
)
from printers.papers import (
    AcceptanceReceipt,
    Certificate,
    DeliveryReceipt,
    Masked,
    Material,
    Run,
    RunKind,
    Site,
    Slip,
)
from printers.wording import AnyPaper

_AT = datetime(2026, 3, 18, 2, 31, tzinfo=UTC)
_SITE = Site("云溪镇", "柳湾村便民服务站", "LW", "LW-K01", "0515-5550123")
_WHO = Masked(name="王*明", id_number="3210**********1234", phone="138****1234")
_NUMBER = "LW-260318-7F3KQ-9ZT2M"
_CASE = Case(
    "uuid:sample", CaseState.ACCEPTED, "20260318000042", "云溪镇民政办", "", date(2026, 4, 9), _AT
)
_MATERIALS = (Material("居民身份证", "电子证照"), Material("近期照片", "现场拍"))


def samples() -> dict[str, AnyPaper]:
    """A paper of every kind by its name; nobody is meant by them."""
    return _receipts() | _notices() | {"certificate": _certificate()}


def _receipts() -> dict[str, AnyPaper]:
    item = "高龄津贴申领"
    return {
        "slip": Slip(
            site=_SITE, printed=_AT, item=item, receipt=_NUMBER, applicant=_WHO, registered=_AT
        ),
        "delivery": DeliveryReceipt(
            site=_SITE,
            printed=_AT,
            item=item,
            receipt=_NUMBER,
            applicant=_WHO,
            registered=_AT,
            held=_AT,
            materials=_MATERIALS,
        ),
        "acceptance": AcceptanceReceipt(
            site=_SITE,
            printed=_AT,
            item=item,
            receipt=_NUMBER,
            applicant=_WHO,
            registered=_AT,
            case=_CASE,
            check_code="91BC 7F3A",
            materials=_MATERIALS,
        ),
        "combined": CombinedReceipt(
            site=_SITE,
            printed=_AT,
            item="新生儿出生一件事",
            receipt=_NUMBER,
            applicant=_WHO,
            registered=_AT,
            parts=(
                Part("户口登记", _CASE),
                Part("医保参保", Case("uuid:sample", CaseState.COLLECTING)),
                Part("社保卡申领"),
            ),
        ),
    }


def _notices() -> dict[str, AnyPaper]:
    return {
        "rectification": RectificationNotice(
            site=_SITE,
            printed=_AT,
            receipt=_NUMBER,
            place="柳湾村东头小吃店",
            inspector="陈大山",
            inspected=_AT,
            hazards=(Hazard("灭火器过期", "一般"), Hazard("煤气瓶放在屋里", "较大")),
            deadline=date(2026, 3, 25),
        ),
        "appointment": AppointmentSlip(
            site=_SITE,
            printed=_AT,
            number="5F3C1A2B",
            code="GSB1:5f3c1a2b9d8e7f605f3c1a2b9d8e7f60",
            service="居住证明",
            begins=datetime(2026, 3, 20, 1, 0, tzinfo=UTC),
            ends=datetime(2026, 3, 20, 2, 0, tzinfo=UTC),
        ),
        "queue": QueueNumber(
            site=_SITE, printed=_AT, number="A012", service="居民医保参保登记", taken=_AT, ahead=3
        ),
        "patrol": PatrolSheet(
            site=_SITE,
            printed=_AT,
            receipt=_NUMBER,
            grid="柳湾村第三网格",
            worker="陈大山",
            shift=Shift.MORNING,
            began=_AT,
            checks=(Check("村口桥", "正常"), Check("水塘边", "护栏松动", abnormal=True)),
        ),
        "rating": RatingSlip(site=_SITE, printed=_AT, receipt=_NUMBER, item="高龄津贴申领"),
        "recovery": RecoverySheet(
            site=_SITE, printed=_AT, code="7K3M-9QXA-2TDF-W0BN-H5RC-8ZJE-4VPS-1GYM"
        ),
        "test": ProofPage(
            site=_SITE, printed=_AT, destination="tcp://10.2.0.8:9100", width=80, dots=576
        ),
    }


def _certificate() -> Certificate:
    return Certificate(
        title="居住证明",
        issuer="云溪镇柳湾村村民委员会",
        number="样张0000号",
        name="王小明",
        id_number="321001194703121234",
        paragraphs=((Run("兹证明"), Run("王小明", RunKind.FIELD), Run("居住在本村。")),),
        issued=date(2026, 3, 18),
        check_code="5D0E 91A7",
        help_phone=_SITE.help_phone,
    )
