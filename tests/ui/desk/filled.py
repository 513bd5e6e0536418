"""A real session and a driver as plain as can be: what the lead's controller does."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from offline.forms import begin, load
from offline.forms.api import AnswerError, FormSession
from tests.ui.fields.showing import DESK, dressed
from ui.desk import FormView
from ui.desk.events import AddRepeat, Answered, RemoveRepeat
from ui.theme import Theme, ThemeName

FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa">
  <h:head><h:title>临时救助</h:title><model>
    <instance><data id="relief" version="1">
      <who><name/><id/></who><alone/><why/><income/>
      <member jr:template=""><called/><earns/></member>
      <sum/><meta><instanceID/></meta>
    </data></instance>
    <bind nodeset="/data/who/name" type="string" required="true()"/>
    <bind nodeset="/data/who/id" type="string"/>
    <bind nodeset="/data/alone" type="string" required="true()" jr:requiredMsg="请选一个"/>
    <bind nodeset="/data/why" type="string" relevant="/data/alone='no'"/>
    <bind nodeset="/data/income" type="int" constraint=". &lt; 5000"
          jr:constraintMsg="收入要小于 5000"/>
    <bind nodeset="/data/member/called" type="string"/>
    <bind nodeset="/data/member/earns" type="int"/>
    <bind nodeset="/data/sum" type="int" readonly="true()"
          calculate="sum(/data/member/earns)"/>
  </model></h:head>
  <h:body>
    <group ref="/data/who"><label>申请人</label>
      <input ref="/data/who/name"><label>姓名</label></input>
      <input ref="/data/who/id" appearance="id"><label>身份证号</label></input>
    </group>
    <select1 ref="/data/alone"><label>一个人住吗？</label>
      <item><label>是</label><value>yes</value></item>
      <item><label>不是</label><value>no</value></item></select1>
    <input ref="/data/why"><label>和谁住？</label></input>
    <input ref="/data/income"><label>收入</label></input>
    <group ref="/data/member"><label>家里人</label>
      <repeat nodeset="/data/member">
        <input ref="/data/member/called"><label>称呼</label></input>
        <input ref="/data/member/earns"><label>每月收入</label></input>
      </repeat></group>
    <input ref="/data/sum"><label>合计</label></input>
  </h:body></h:html>"""


def session(xml: str = FORM) -> FormSession:
    return begin(load(xml.encode()), now=lambda: datetime(2026, 3, 18, tzinfo=UTC))


def wide_form(count: int) -> str:
    """A form of so many text questions."""
    nodes = "".join(f"<q{at}/>" for at in range(count))
    binds = "".join(f'<bind nodeset="/data/q{at}" type="string"/>' for at in range(count))
    asks = "".join(
        f'<input ref="/data/q{at}"><label>问题 {at}</label></input>' for at in range(count)
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        f"<h:head><h:title>宽</h:title><model><instance><data id='w' version='1'>{nodes}"
        f"<meta><instanceID/></meta></data></instance>{binds}</model></h:head>"
        f"<h:body>{asks}</h:body></h:html>"
    )


class Driver:
    """Answers the session with what the view tells, and refreshes it: nothing else."""

    def __init__(self, view: FormView, filling: FormSession) -> None:
        self.view, self.session = view, filling
        self.told: list[object] = []
        view.said.connect(self.take)
        view.refresh(filling)

    def take(self, event: object) -> None:
        self.told.append(event)
        try:
            self._act(event)
        except AnswerError:
            return
        self.view.refresh(self.session)

    def _act(self, event: object) -> None:
        match event:
            case Answered(path, value):
                self.session.answer(path, value)
            case AddRepeat(path):
                self.session.add_repeat(path)
            case RemoveRepeat(path):
                self.session.remove_repeat(path)
            case _:
                pass


def staff() -> Theme:
    return dressed(ThemeName.STAFF_LIGHT, DESK)


_open: list[QWidget] = []


def opened(qtbot: QtBot, widget: QWidget) -> None:
    """Show a widget as a window of the desk's size; the one before it goes."""
    while _open:
        before = _open.pop()
        if isValid(before):
            before.close()
    _open.append(widget)
    qtbot.addWidget(widget)
    widget.resize(1920, 1080)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()


def driven(qtbot: QtBot, xml: str = FORM) -> Driver:
    view = FormView(staff())
    driver = Driver(view, session(xml))
    opened(qtbot, view)
    return driver
