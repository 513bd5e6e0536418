from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.session import Stage
from offline.records import Case, CaseState, SubmissionState
from offline.sync import memory
from offline.sync.summary import Summary
from tests.stations import ID_NUMBER, NAME, Clock, code, fill, person
from tests.windows import Terminal
from ui.components.rail import Aid
from ui.fields import Field
from ui.pages.base import Leave, Page
from ui.pages.busy import NoticePage
from ui.pages.check import CheckPage
from ui.pages.done import DoneOfflinePage, DoneOnlinePage, Printing
from ui.pages.help import HelpPage
from ui.pages.home import HomePage
from ui.pages.idle import IdlePage
from ui.pages.my import DraftPressed, MyPage
from ui.pages.problem import ScanProblemPage
from ui.pages.progress import ProgressPage
from ui.pages.question import QuestionPage
from ui.pages.rating import RatingPage
from ui.pages.scan import ScanPage
from ui.pages.services import ServicesPage
from ui.shell import RailPressed


def asking(terminal: Terminal, qtbot: QtBot, tail: str) -> Field:
    """Go on, page by page, until a question is asked; its field."""
    terminal.waits_on(qtbot, QuestionPage)
    for _ in range(40):
        fields = terminal.kiosk.filling.fields
        found = next((f for path, f in fields.items() if path.endswith(tail)), None)
        if found is not None:
            return found
        session = terminal.kiosk.filling.work.session
        for path in fields:
            question = session.question(path)
            if question.choices and not question.value:
                session.answer(path, question.choices[0].value)
        before = terminal.page
        terminal.press("下一步")
        qtbot.waitUntil(partial(left, terminal, before))
        terminal.waits_on(qtbot, QuestionPage)
    raise AssertionError(tail)


def left(terminal: Terminal, before: Page | None) -> bool:
    return terminal.page is not before and not terminal.kiosk.stage.working


def begun(terminal: Terminal, qtbot: QtBot) -> None:
    """A person identified and the form open on its first page."""
    terminal.waits_on(qtbot, HomePage)
    terminal.scan()
    terminal.waits_on(qtbot, MyPage)
    terminal.kiosk.entrance.start("residence_certificate")
    terminal.waits_on(qtbot, QuestionPage)


def filled(terminal: Terminal, qtbot: QtBot) -> None:
    """All answered, on the check page."""
    begun(terminal, qtbot)
    fill(terminal.kiosk.filling.work)
    terminal.kiosk.filling.check()
    terminal.waits_on(qtbot, CheckPage)


def hand_in(terminal: Terminal, qtbot: QtBot) -> None:
    filled(terminal, qtbot)
    terminal.press("我看过了")
    terminal.press("确认提交")


def test_a_visit_without_a_network_ends_with_a_slip_that_says_waiting(
    terminal: Terminal, qtbot: QtBot, tmp_path: Path
) -> None:
    hand_in(terminal, qtbot)
    terminal.waits_on(qtbot, DoneOfflinePage)
    qtbot.waitUntil(lambda: _printing(terminal) is Printing.PRINTED)
    assert (tmp_path / "roll.bin").stat().st_size > 1000
    said = terminal.page.spoken() if terminal.page else ""
    assert "有网后自动上传" in said
    assert "已经受理" not in said
    terminal.press("取到了")
    terminal.waits_on(qtbot, RatingPage)
    terminal.press("不评了")
    terminal.waits_on(qtbot, HomePage)
    assert terminal.kiosk.stage.visit.stage is Stage.IDLE


def _printing(terminal: Terminal) -> Printing | None:
    page = terminal.page
    return page.data.printing if isinstance(page, DoneOfflinePage) else None


def test_the_submit_button_without_the_promise_stays_and_says_so(
    terminal: Terminal, qtbot: QtBot
) -> None:
    filled(terminal, qtbot)
    terminal.press("确认提交")
    assert isinstance(terminal.page, CheckPage)
    assert not terminal.at_desk.store.submissions.list()


def test_acceptance_prints_the_receipt_while_the_person_is_still_there(
    terminal: Terminal, qtbot: QtBot
) -> None:
    hand_in(terminal, qtbot)
    terminal.waits_on(qtbot, DoneOfflinePage)
    store = terminal.at_desk.store

    def accepted() -> Summary:
        with_exchange = store.sibling()
        try:
            done = with_exchange.submissions.list()[0]
            now = terminal.clock.now
            with_exchange.submissions.claim(done.instance_id, now)
            with_exchange.submissions.settle(done.instance_id, SubmissionState.ACCEPTED, now)
            with_exchange.cases.put(
                Case(done.instance_id, CaseState.ACCEPTED, "2026 0318 0000 42", accepted=now)
            )
        finally:
            with_exchange.close()
        return Summary(accepted=1, cases=1)

    terminal.answer_sync = accepted
    terminal.kiosk.sync.now()
    terminal.waits_on(qtbot, DoneOnlinePage)
    qtbot.waitUntil(
        lambda: (
            [j.kind for j in store.prints.of(store.submissions.list()[0].instance_id)]
            == ["slip", "acceptance"]
        )
    )


def test_an_expired_code_and_a_thing_that_is_no_code_say_what_to_do(
    terminal: Terminal, qtbot: QtBot, clock: Clock
) -> None:
    terminal.waits_on(qtbot, HomePage)
    old = code(at=clock.now)
    clock.forward(hours=1)
    for text, words in ((old, "过期"), ("https://example.com/a", "网址"), ("GSC1:XX", "码")):
        terminal.scan(text)
        terminal.waits_on(qtbot, ScanProblemPage)
        assert terminal.page is not None
        assert words in terminal.page.spoken()
        terminal.press("重新扫码")
        terminal.waits_on(qtbot, ScanPage)


def test_a_missing_answer_is_named_and_the_page_stays(terminal: Terminal, qtbot: QtBot) -> None:
    begun(terminal, qtbot)
    asking(terminal, qtbot, "/id_number")
    terminal.press("下一步")
    page = terminal.page
    assert isinstance(page, QuestionPage)
    assert "这里还没有填" in page.spoken() or "18" in page.spoken()


def test_a_wrong_check_digit_is_refused_and_what_was_typed_stays(
    terminal: Terminal, qtbot: QtBot
) -> None:
    begun(terminal, qtbot)
    field = asking(terminal, qtbot, "/id_number")
    wrong = ID_NUMBER[:-1] + "0"
    QTest.keyClicks(field.first(), wrong)
    terminal.press("下一步")
    assert isinstance(terminal.page, QuestionPage)
    assert field.value() == wrong
    assert "身份证号" in terminal.page.spoken()


def test_a_future_date_is_refused(terminal: Terminal, qtbot: QtBot) -> None:
    begun(terminal, qtbot)
    fill(terminal.kiosk.filling.work)
    since = "/data/residence/since"
    terminal.kiosk.filling.work.session.answer(since, "2031-01-01")
    terminal.kiosk.filling.check()
    terminal.press("我看过了")
    terminal.press("确认提交")
    terminal.waits_on(qtbot, CheckPage)
    qtbot.waitUntil(lambda: "不能晚于今天" in (terminal.page.spoken() if terminal.page else ""))
    assert not terminal.at_desk.store.submissions.list()
    assert terminal.kiosk.filling.work.session.question(since).value == "2031-01-01"


def test_leaving_keeps_the_draft_and_a_fresh_code_goes_on_with_it(
    terminal: Terminal, qtbot: QtBot, clock: Clock
) -> None:
    begun(terminal, qtbot)
    field = asking(terminal, qtbot, "/id_number")
    QTest.keyClicks(field.first(), ID_NUMBER)
    terminal.kiosk.shell.rail.emit(RailPressed(Aid.LEAVE, Leave.SAVE))
    terminal.waits_on(qtbot, HomePage)
    assert terminal.kiosk.stage.visit.person is None
    terminal.scan(code(at=clock.now))
    terminal.waits_on(qtbot, MyPage)
    draft = terminal.at_desk.store.drafts.of(person().subject)[0]
    terminal.kiosk.stage.handle(DraftPressed(draft.instance_id))
    terminal.waits_on(qtbot, QuestionPage)
    session = terminal.kiosk.filling.work.session
    assert session.question("/data/applicant/id_number").value == ID_NUMBER


def test_silence_warns_then_wipes_the_screen_and_keeps_the_draft(
    terminal: Terminal, qtbot: QtBot, clock: Clock
) -> None:
    begun(terminal, qtbot)
    clock.forward(seconds=95)
    terminal.kiosk.idle.look()
    assert isinstance(terminal.page, IdlePage)
    terminal.press("我还在")
    terminal.waits_on(qtbot, QuestionPage)
    clock.forward(seconds=500)
    terminal.kiosk.idle.look()
    terminal.waits_on(qtbot, HomePage)
    assert terminal.kiosk.stage.visit.person is None
    assert not terminal.kiosk.filling.open
    assert len(terminal.at_desk.store.drafts.all()) == 1


def test_progress_by_the_slips_code_and_an_unknown_slip(terminal: Terminal, qtbot: QtBot) -> None:
    hand_in(terminal, qtbot)
    terminal.waits_on(qtbot, DoneOfflinePage)
    receipt = terminal.at_desk.store.submissions.list()[0].receipt
    terminal.kiosk.leave()
    terminal.waits_on(qtbot, HomePage)
    terminal.press("查我的办件")
    terminal.waits_on(qtbot, ScanPage)
    terminal.scan("GSR1:LW-260318-AAAAA-AAAAA")
    terminal.waits_on(qtbot, NoticePage)
    terminal.kiosk.entrance.scan(slip=True)
    terminal.scan(f"GSR1:{receipt}")
    terminal.waits_on(qtbot, ProgressPage)
    assert NAME not in (terminal.page.spoken() if terminal.page else "")


def test_a_press_while_the_page_looks_again_by_itself_is_taken(
    terminal: Terminal, qtbot: QtBot
) -> None:
    hand_in(terminal, qtbot)
    terminal.waits_on(qtbot, DoneOfflinePage)
    receipt = terminal.at_desk.store.submissions.list()[0].receipt
    terminal.kiosk.leave()
    terminal.waits_on(qtbot, HomePage)
    terminal.kiosk.entrance.scan(slip=True)
    terminal.scan(f"GSR1:{receipt}")
    terminal.waits_on(qtbot, ProgressPage)
    terminal.kiosk.sync.finished.emit(None)
    terminal.press("返回")
    terminal.waits_on(qtbot, HomePage)


def test_help_says_whom_to_ring_and_is_queued_for_the_exchange(
    terminal: Terminal, qtbot: QtBot
) -> None:
    terminal.waits_on(qtbot, HomePage)
    terminal.kiosk.shell.rail.emit(RailPressed(Aid.HELP, Leave.TICKET))
    terminal.waits_on(qtbot, HelpPage)
    assert terminal.services.settings.help_phone in (
        terminal.page.spoken() if terminal.page else ""
    )
    qtbot.waitUntil(lambda: bool(terminal.at_desk.store.notes.names(memory.HELP)))
    terminal.kiosk.stage.back()
    assert isinstance(terminal.page, HomePage)


def test_themes_and_languages_change_the_page_and_end_with_the_visit(
    terminal: Terminal, qtbot: QtBot
) -> None:
    begun(terminal, qtbot)
    for aid in (Aid.LARGE, Aid.CONTRAST, Aid.LANGUAGE):
        terminal.kiosk.shell.rail.emit(RailPressed(aid, Leave.SAVE))
        terminal.waits_on(qtbot, QuestionPage)
    page = terminal.page
    assert isinstance(page, QuestionPage)
    assert page.data.title == "Who is this for?"
    assert terminal.kiosk.shell.theme.contrast
    terminal.kiosk.leave()
    terminal.waits_on(qtbot, HomePage)
    assert terminal.kiosk.shell.theme.name.value == "standard"


def test_another_service_follows_for_the_same_person(terminal: Terminal, qtbot: QtBot) -> None:
    hand_in(terminal, qtbot)
    terminal.waits_on(qtbot, DoneOfflinePage)
    qtbot.waitUntil(lambda: _printing(terminal) is Printing.PRINTED)
    terminal.press("还要办别的事")
    terminal.waits_on(qtbot, ServicesPage)
    visit = terminal.kiosk.stage.visit
    assert (visit.stage, visit.receipt) == (Stage.CHOOSING, "")
    assert visit.person is not None
    assert visit.person.name == NAME
    terminal.kiosk.entrance.start("residence_certificate")
    terminal.waits_on(qtbot, QuestionPage)


def test_silence_clears_a_number_typed_before_anybody_was_known(
    terminal: Terminal, qtbot: QtBot, clock: Clock
) -> None:
    terminal.waits_on(qtbot, HomePage)
    terminal.kiosk.entrance.type_id()
    clock.forward(seconds=95)
    terminal.kiosk.idle.look()
    assert isinstance(terminal.page, IdlePage)
    clock.forward(seconds=500)
    terminal.kiosk.idle.look()
    terminal.waits_on(qtbot, HomePage)


def test_a_theme_left_behind_on_the_home_page_goes_with_silence(
    terminal: Terminal, qtbot: QtBot, clock: Clock
) -> None:
    terminal.waits_on(qtbot, HomePage)
    terminal.kiosk.shell.rail.emit(RailPressed(Aid.LARGE, Leave.TICKET))
    assert terminal.kiosk.shell.theme.large
    clock.forward(seconds=95)
    terminal.kiosk.idle.look()
    assert isinstance(terminal.page, HomePage)
    assert not terminal.kiosk.shell.theme.large


def test_leaving_clears_the_screen_even_if_the_last_save_fails(
    terminal: Terminal, qtbot: QtBot
) -> None:
    begun(terminal, qtbot)
    terminal.at_desk.store.close()
    terminal.kiosk.leave()
    qtbot.waitUntil(lambda: terminal.kiosk.stage.visit.person is None)
    assert not terminal.kiosk.filling.open
    assert isinstance(terminal.page, HomePage)
