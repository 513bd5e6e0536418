"""Uploads: a photo with its preview and 重拍, any other file with its name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from offline.i18n import tr
from ui.components.buttons import Button, small
from ui.components.buttons import Kind as ButtonKind
from ui.components.frames import frame
from ui.components.text import Text
from ui.fields import pictures
from ui.fields.base import Field
from ui.fields.preview import Preview


def _kinds(family: str) -> str:
    """What a file dialog offers for ``image``, ``audio``, ``video`` or anything."""
    return {
        "image": tr("照片") + " (*.png *.jpg *.jpeg *.webp *.bmp)",
        "audio": tr("录音") + " (*.mp3 *.m4a *.wav *.ogg *.amr)",
        "video": tr("录像") + " (*.mp4 *.mov *.mkv *.webm *.3gp)",
    }.get(family, tr("文件") + " (*)")


class UploadField(Field):
    """What photos and files share: a way to pick, to replace and to take away."""

    _picked = ""
    _remove: Button
    _pick: Button

    def value(self) -> str:
        return self._question.value

    def show_value(self, value: str) -> None:
        if not value:
            self._picked = ""
        self.refresh_view()

    def first(self) -> QWidget:
        return self._pick

    def read_value(self) -> str:
        return tr("已经有了") if self.value() or self._picked else ""

    @property
    def columns(self) -> int:
        return 2

    def refresh_view(self) -> None:
        """Show what is there now."""

    def acceptable(self, path: str) -> str:
        """Why a file cannot be taken, as a sentence; "" if it can."""
        if not Path(path).is_file():
            return tr("这个文件打不开，请换一个")
        return ""

    def take(self, path: str) -> None:
        """Take a picked file: shown at once, stored by whoever listens to ``attach``."""
        problem = self.acceptable(path)
        self.show_problem(problem)
        if problem:
            return
        self._picked = path
        self.refresh_view()
        self.attach.emit(path)

    def drop(self) -> None:
        """Take the file away."""
        self._picked = ""
        self.refresh_view()
        self.changed.emit("")

    def ask(self) -> None:
        """Let the person pick a file."""
        family = self._question.mediatype.partition("/")[0]
        self._helpers.choose(self, _kinds(family), self.take)

    def _buttons(self, pick_words: str, symbol: str) -> QHBoxLayout:
        self._pick = small(self._theme, pick_words, symbol)
        self._pick.clicked.connect(self.ask)
        self._remove = small(self._theme, tr("删掉"), "trash")
        self._remove.clicked.connect(self.drop)
        row = QHBoxLayout()
        row.setSpacing(self._theme.space.m)
        for button in (self._pick, self._remove):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        return row


class PhotoField(UploadField):
    """A photo: from the camera's folder where there is a camera, else from a file."""

    grows = True
    _preview: Preview

    def build(self) -> None:
        self._preview = Preview(self._theme, self._room())
        buttons = self._buttons(tr("选照片"), "upload")
        if self._helpers.camera is not None:
            shoot = Button(self._theme, tr("拍照"), ButtonKind.SMALL, symbol="camera")
            shoot.clicked.connect(self.shoot)
            buttons.insertWidget(0, shoot)
        self._rows.addWidget(self._preview, 1)
        self._rows.addLayout(buttons)
        self._rows.addWidget(self._problem)

    def acceptable(self, path: str) -> str:
        if pictures.from_file(path, QSize(64, 64)) is None:
            return tr("这个文件不是照片，请换一张")
        return ""

    def shoot(self) -> None:
        """Take the picture that the camera left last."""
        if self._helpers.camera is None:
            return
        path = pictures.newest(self._helpers.camera)
        if path:
            self.take(path)
        else:
            self.show_problem(tr("相机里还没有照片，请先拍一张"))

    def refresh_view(self) -> None:
        there = bool(self._picked or self.value())
        self._preview.show_picture(self._load(), self._caption(there=there))
        self._remove.setVisible(there)
        self._pick.setText(tr("换一张") if there else tr("选照片"))
        self._pick.setAccessibleName(self._pick.text())

    def _load(self) -> QPixmap | None:
        room = self._room()
        if self._picked:
            return pictures.from_file(self._picked, room)
        data = self._helpers.attachment(self.value()) if self.value() else None
        return None if data is None else pictures.from_bytes(data, room)

    def _caption(self, *, there: bool) -> str:
        if there:
            return tr("照片存好了。看不清可以换一张。")
        return tr("还没有照片。把要拍的放平、放亮一点。")

    def _room(self) -> QSize:
        theme = self._theme
        return QSize(200, 96) if self._dense else QSize(theme.px(860), theme.px(620))


class FileField(UploadField):
    """Any other file, by its name."""

    _words: Text

    def build(self) -> None:
        holder = frame("soft")
        self._words = Text("", "hint")
        row = QHBoxLayout(holder)
        row.addWidget(self._words, 1)
        self._rows.addWidget(holder)
        self._rows.addLayout(self._buttons(tr("选文件"), "upload"))
        self._rows.addWidget(self._problem)

    def refresh_view(self) -> None:
        name = Path(self._picked).name if self._picked else self.value()
        self._words.show_text(name or tr("还没有文件"))
        self._remove.setVisible(bool(name))
