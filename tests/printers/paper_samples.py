"""Made-up records that papers are printed of; nobody of these names and numbers is meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from offline.records import Case, CaseState, Person, Submission, SubmissionState
from printers.papers import Certificate, Material, Run, RunKind, Site

NOW = datetime(2026, 3, 18, 2, 31, tzinfo=UTC)
SITE = Site("云溪镇", "柳湾村便民服务站", "LW", "LW-K01", "0515-5550123")
BARE_SITE = Site("", "柳湾村便民服务站", "LW", "", "")
PERSON = Person("s1", "王小明", "1234", id_number="321001194703121234")
MATERIALS = (
    Material("居民身份证", "电子证照"),
    Material("户口簿", "电子证照"),
    Material("近期照片", "现场拍"),
)
LONG_NAME = "云溪镇柳湾村乡村振兴农业生产资料供销合作综合服务有限责任公司第三营业部与仓储物流中心"


def submission(
    state: SubmissionState = SubmissionState.FINALISED, person: Person | None = PERSON
) -> Submission:
    made = Submission(
        instance_id="uuid:0c7a2f4e-5d0f-4f60-9d3a-3f5f6b7c8d9e",
        receipt="LW-0318-0042",
        form_id="elder_allowance",
        form_version="1",
        title="高龄津贴申领",
        person=person,
        operator="station",
        state=state,
        finalised=NOW,
    )
    return replace(made, settled=NOW) if state is SubmissionState.ACCEPTED else made


def case(state: CaseState = CaseState.ACCEPTED, number: str = "20260318000042") -> Case:
    return Case(
        instance_id="uuid:0c7a2f4e-5d0f-4f60-9d3a-3f5f6b7c8d9e",
        state=state,
        number=number,
        department="云溪镇民政办",
        deadline=date(2026, 4, 9),
        accepted=NOW,
    )


def certificate(
    name: str = "王小明", address: str = "泽安县云溪镇柳湾村柳湾三组18号"
) -> Certificate:
    field = RunKind.FIELD
    return Certificate(
        title="居住证明",
        issuer="云溪镇柳湾村村民委员会",
        number="柳居证〔2026〕0042号",
        name=name,
        id_number="321001194703121234",
        paragraphs=(
            (
                Run("兹证明"),
                Run(name, field),
                Run("，性别"),
                Run("男", field),
                Run("，居民身份证号"),
                Run("321001194703121234", field),
                Run("，自"),
                Run("2023年1月15日", field),
                Run("起，居住在"),
                Run(address, field),
                Run("，至今已满"),
                Run("3年2个月", field),
                Run("。"),
            ),
            (Run("见证人"), Run("陈大山", field), Run("（柳湾村第三网格网格员）。")),
            (
                Run("本证明用于"),
                Run("申领高龄津贴", field),
                Run("，开具后"),
                Run("六个月内", RunKind.STRONG),
                Run("有效。"),
            ),
        ),
        issued=date(2026, 3, 18),
        check_code="5D0E 91A7",
        help_phone="0515-5550123",
        made_by="柳湾村自助机LW-K01，2026-03-18 10:40",
    )
