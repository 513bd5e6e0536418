"""The cards of the gate: choose a name and type the passphrase, begin, recover, note the code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, link, primary
from ui.components.frames import Note, card
from ui.components.text import Text
from ui.desk.data import Line
from ui.desk.events import (
    BeginAccount,
    CloseOffice,
    CodeNoted,
    PrintCode,
    Recover,
    Unlock,
)
from ui.desk.lists import LineList
from ui.desk.panel import add, emptied
from ui.fields.line import Line as LineEdit
from ui.theme import Theme

_WIDE = 440
_MOST_NAMES = 6


class GateForm(QWidget):
    """A card with a title, labelled boxes, what is wrong, and one green button.

    ``told`` carries what was typed. Enter in a box goes to the next, in the last one it presses.
    """

    told = Signal(object)

    def __init__(self, theme: Theme, title: str, lead: str) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedWidth(_WIDE)
        self.title, self.lead = Text(title, "title"), Text(lead, "hint")
        self._boxes: list[LineEdit] = []
        self.labels: list[Text] = []
        frame: QFrame
        frame, self.column = card(theme)
        pad = theme.space.xxl
        self.column.setContentsMargins(pad, pad, pad, pad)
        self.column.setSpacing(theme.space.m)
        self.column.addWidget(self.title)
        self.column.addWidget(self.lead)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def box(self, label: str, *, secret: bool = False) -> LineEdit:
        """One more labelled box."""
        made = LineEdit(self.theme, dense=True)
        made.setAccessibleName(label)
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        at = len(self._boxes)
        made.entered.connect(lambda: self._next(at))
        made.typed.connect(lambda: self.say(""))
        self._boxes.append(made)
        self.labels.append(Text(label, "label"))
        self.column.addWidget(self.labels[-1])
        self.column.addWidget(made)
        return made

    def close_with(self, words: str, symbol: str = "next") -> Button:
        """The place for what is wrong, and the green button."""
        self._wrong = QVBoxLayout()
        self.column.addLayout(self._wrong)
        self.column.addSpacing(self.theme.space.m)
        button = primary(self.theme, words, symbol)
        button.clicked.connect(self.press)
        self.column.addWidget(button)
        return button

    def tell(self, sentence: str) -> None:
        """What went well, in the place for what is wrong."""
        emptied(self._wrong)
        add(self._wrong, Note(self.theme, sentence, symbol="check-circle", state="ok"))

    def say(self, sentence: str) -> None:
        """What is wrong, "" takes it away."""
        emptied(self._wrong)
        if sentence:
            add(self._wrong, Note(self.theme, sentence, symbol="error", state="err"))
        if sentence and self._boxes:
            self._boxes[-1].setFocus(Qt.FocusReason.OtherFocusReason)
            self._boxes[-1].selectAll()

    def wait(self, sentence: str) -> None:
        """What is being done meanwhile, "" takes it away."""
        emptied(self._wrong)
        if sentence:
            add(self._wrong, Note(self.theme, sentence, symbol="sync", state="info"))

    def begin(self) -> None:
        """Empty boxes, the cursor in the first."""
        for each in self._boxes:
            each.clear()
        self.say("")
        if self._boxes:
            self._boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self) -> None:
        """The green button: each card tells its own."""

    def _next(self, at: int) -> None:
        if at + 1 < len(self._boxes):
            self._boxes[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.press()


class LoginForm(GateForm):
    """Names to choose from, then the passphrase; locked, only whose work it is."""

    other = Signal()
    forgotten = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "")
        self._chosen = ""
        self._secret: LineEdit
        self._names = LineList(theme)
        self._names.selectionModel().currentChanged.connect(lambda *_: self.say(""))
        self._names.opened.connect(lambda _line: self._secret.setFocus())
        self.column.addWidget(self._names)
        self._secret = self.box(tr("口令"), secret=True)
        self.close_with(tr("进入"))
        self._hint = QVBoxLayout()
        self.column.addLayout(self._hint)
        self._other = link(theme, tr("换人登录"))
        self._other.clicked.connect(self.other)
        lost = link(theme, tr("忘了口令"))
        lost.clicked.connect(self.forgotten)
        self._away = link(theme, "")
        self._away.clicked.connect(lambda: self.told.emit(CloseOffice()))
        for each in (self._other, lost, self._away):
            self.column.addWidget(each)
        self.show_away("")

    def show_away(self, words: str) -> None:
        """A way back to where no passphrase is needed; "" for none."""
        self._away.setText(words)
        self._away.setAccessibleName(words)
        self._away.setVisible(bool(words))

    def show_names(self, names: Sequence[Line], locked: str, hint: str) -> None:
        """Who may enter; ``locked`` is whose work lies behind, "" for nobody's."""
        mine = [name for name in names if name.id == locked]
        self._chosen = locked if mine else ""
        self.title.show_text(mine[0].title if mine else tr("您是哪一位？"))
        self.lead.show_text(
            tr("屏幕锁着，没办完的都原样在后面。输口令接着办。")
            if mine
            else tr("选名字，输口令。不用网络。")
        )
        self._names.setVisible(not mine)
        self._other.setVisible(bool(mine) and len(names) > 1)
        self._names.setFixedHeight(
            min(len(names), _MOST_NAMES) * self.theme.target.choice + 2 if names else 0
        )
        self._names.show_lines(names)
        if not self._names.chosen_id():
            self._names.choose_first()
        emptied(self._hint)
        if hint:
            add(self._hint, Note(self.theme, hint, symbol="info", state="info"))

    def choose(self, operator: str) -> None:
        """Mark a name."""
        self._names.choose(operator)

    def chosen(self) -> str:
        """Whose passphrase is typed."""
        return self._chosen or self._names.chosen_id()

    def press(self) -> None:
        """Try it; the box is emptied at once, so that nothing stays on the screen."""
        secret = self._secret.text()
        self._secret.clear()
        if secret and self.chosen():
            self.told.emit(Unlock(self.chosen(), secret))


class TwiceForm(GateForm):
    """A card that ends with a new passphrase, typed twice."""

    def twice(self) -> None:
        """The two boxes."""
        self._secret = self.box(tr("新口令（至少 8 个字符）"), secret=True)
        self._again = self.box(tr("再输一遍"), secret=True)

    def passphrase(self) -> str | None:
        """What was typed twice; None after saying that the two differ."""
        if self._secret.text() == self._again.text():
            return self._secret.text()
        self.say(tr("两遍输的不一样，请再输一遍"))
        return None


class FirstForm(TwiceForm):
    """The first start: who looks after this terminal."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            tr("第一次使用"),
            tr("先建一个运维账号。别的人以后由它来加。"),
        )
        self._number = self.box(tr("工号"))
        self._name = self.box(tr("姓名"))
        self.twice()
        self.close_with(tr("建账号"))

    def press(self) -> None:
        """Number, name and passphrase."""
        secret = self.passphrase()
        if secret is not None:
            number, name = self._number.text().strip(), self._name.text().strip()
            self.told.emit(BeginAccount(number, name, secret))


class RecoverForm(TwiceForm):
    """The printed code in place of the forgotten passphrase."""

    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            tr("用恢复码重设口令"),
            tr("恢复码是第一次使用时抄下的那一串，由单位保管。"),
        )
        self.operator = ""
        self._code = self.box(tr("恢复码"))
        self.twice()
        self.close_with(tr("重设口令"))
        away = link(theme, tr("回去"))
        away.clicked.connect(self.back)
        self.column.addWidget(away)

    def press(self) -> None:
        """Code and passphrase."""
        secret = self.passphrase()
        if secret is not None:
            self.told.emit(Recover(self.operator, self._code.text(), secret))


class CodeForm(GateForm):
    """The recovery code, shown once."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            tr("抄下恢复码"),
            tr("忘了口令，或者这台机器的密钥坏了，只有它能打开数据。现在只显示这一次。"),
        )
        self._code = Text("", "display")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.column.addWidget(self._code)
        self.close_with(tr("抄好了，锁进柜子"), "check")
        self._print, self._shown = link(theme, tr("打印出来")), ""
        self._print.clicked.connect(lambda: self.told.emit(PrintCode(self._shown)))
        self.column.addWidget(self._print)

    def show_code(self, code: str, *, printable: bool = False) -> None:
        """Two lines of four groups; "" wipes it. ``printable`` offers it on paper."""
        self._shown = code
        self._print.setVisible(printable)
        groups = code.split("-")
        self._code.show_text(" ".join(groups[:4]) + "\n" + " ".join(groups[4:]))

    def press(self) -> None:
        """It is written down: the screen forgets it."""
        self.show_code("")
        self.told.emit(CodeNoted())
