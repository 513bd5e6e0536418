"""Made-up data in every state of the desk, for the gallery and the pictures. Nobody is real."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from offline.forms import begin, load
from offline.forms.api import FormSession
from offline.xlsform import compile_xlsform
from ui.desk.data import CaseHead, Line, Offer, PersonCard, Station
from ui.desk.proofsheet import ProofSheet
from ui.desk.search import Group, Results
from ui.desk.window import DeskWindow
from ui.fields import Helpers
from ui.proofsamples import certificate
from ui.theme import Theme
from ui.theme.tokens import RESOURCES

CATALOGUE = RESOURCES / "catalogue"

STATION = Station(
    site="云溪镇便民服务中心",
    place="3 号窗口",
    operator="李* · 综窗",
    clock="10:24",
    pending=2,
    printer="纸足",
)


def _person(identifier: str, name: str, number: str, state: str, tone: str) -> Line:
    return Line(
        "person", identifier, name, "", state, tone, icon="person", number=number, mark="王"
    )


def _case(
    identifier: str, title: str, person: str, number: str, state: str, tone: str, when: str
) -> Line:
    return Line(
        "submission", identifier, title, person, state, tone, when, number=number, mark="王"
    )


LINES = (
    Line("", "", "没办完", state="2 件", icon="pause"),
    Line("draft", "d1", "高龄津贴", "王*明", "10:24", icon="edit"),
    Line("draft", "d2", "居住证明", "李*兰", "挂起", "warn", icon="edit"),
    Line("", "", "今天办的", state="4 件", icon="check"),
    Line("submission", "s1", "临时救助", "孙*", "待上传", "warn"),
    Line("submission", "s2", "高龄津贴", "赵*梅", "待上传", "warn"),
    Line("submission", "s3", "居住证明", "周*", "受理", "ok"),
    Line("submission", "s4", "安全隐患", "吴*", "退回", "err"),
)

PERSON = PersonCard(
    name="王*明",
    number="3210**********1234",
    facts="男 · 82 岁",
    tags=(("服务码已核验", "ok"), ("联网核验 10:18", "")),
    notice="近一年办过高龄津贴，因卡号不符退回。可接着那一件办。",
    cases=(
        Line("case", "c1", "临时救助", "", "等补材料", "warn", "3月11日"),
        Line("case", "c2", "居住证明", "", "办结", "ok", "1月15日"),
        Line("case", "c3", "高龄津贴申领", "", "退回", "err", "2025-11"),
    ),
)

_M = "王"
FOUND = Results(
    _M,
    (
        Group(
            "people",
            "居民",
            "people",
            (
                _person("p1", "王*明", "3210**********1234", "服务码已核验", "ok"),
                _person("p2", "王*", "3210**********5512", "待核验", "warn"),
                _person("p3", "王*珍", "3210**********0382", "待核验", "warn"),
            ),
        ),
        Group(
            "entities",
            "家庭和地点",
            "house",
            (
                Line("entity", "e1", "王家巷 18 号", "地点", icon="place", mark=_M),
                Line("entity", "e2", "柳湾村三组 18 号", "家庭", icon="house", mark=_M),
            ),
        ),
        Group(
            "cases",
            "办件",
            "document",
            (
                _case("s1", "高龄津贴申领", "王*明", "LW-260318-7K3M", "待上传", "warn", "10:24"),
                _case("s2", "临时救助", "王*明", "LW-260311-9QXA", "要补材料", "warn", "3月11日"),
                _case("s3", "居住证明", "王*", "LW-260115-2TDF", "办好了", "ok", "1月15日"),
                _case("s4", "隐患", "王*珍", "LW-260104-W0BN", "要人看一下", "err", "1月4日"),
            ),
        ),
    ),
    0.02,
)

OFFERS = (
    Offer("3", "高龄津贴申领", "民政", "民政", "elder"),
    Offer("5", "临时救助", "民政", "民政", "care"),
    Offer("10", "居住证明", "村社区", "证明", "house"),
    Offer("16", "安全隐患排查", "应急", "网格", "hazard"),
    Offer("8", "医保缴费查询", "医保", "医保", "medical", offline=False),
)

HEAD = CaseHead("高龄津贴申领", "云溪镇民政办", "草稿 10:24:08 已自动保存", (("没网也能办", "ok"),))

HELPERS = Helpers(
    today=lambda: date(2026, 3, 18),
    source=lambda path: "服务码" if path.endswith("/name") else "",
)


def session_of(name: str, folder: Path = CATALOGUE) -> FormSession:
    """A fresh session of a form of the catalogue, by its file's name."""
    xml, _warnings = compile_xlsform(folder / f"{name}.xlsx", name)
    media = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    media |= {path.name: path.read_bytes() for path in folder.glob("*.xml")}
    return begin(load(xml, media))


def desk_samples() -> Mapping[str, Callable[[Theme], QWidget]]:
    """Widget factories by name."""
    return {
        "window-desk": _filling,
        "window-desk-errors": _errors,
        "window-agent": _agent,
        "window-catalogue": _catalogue,
        "window-search": _search,
        "window-proof": _proof,
    }


def _desk(theme: Theme) -> DeskWindow:
    desk = DeskWindow(theme, HELPERS)
    desk.show_station(STATION)
    desk.show_lines(LINES, "今天办了 4 件")
    desk.show_offers(OFFERS)
    desk.show_person(PERSON)
    return desk


def _filling(theme: Theme) -> DeskWindow:
    desk = _desk(theme)
    session = session_of("temporary_relief")
    desk.open_case(HEAD, session)
    return desk


def _agent(theme: Theme) -> QWidget:
    desk = _filling(theme)
    desk.ask_agent()
    return desk


def _errors(theme: Theme) -> QWidget:
    desk = _desk(theme)
    desk.show_person(None)
    desk.open_case(HEAD, session_of("elderly_allowance"))
    desk.case.check()
    desk.notify("还有几项没填，填好了再提交。", "err")
    return desk


def _catalogue(theme: Theme) -> QWidget:
    desk = _desk(theme)
    desk.open_catalogue()
    return desk


def _search(theme: Theme) -> QWidget:
    desk = _desk(theme)
    desk.show_found(FOUND)
    return desk


def _proof(theme: Theme) -> QWidget:
    desk = _desk(theme)
    desk.resize(theme.screen.width, theme.screen.height)
    ProofSheet(theme, desk).open(certificate())
    return desk
