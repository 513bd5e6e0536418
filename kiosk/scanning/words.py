"""What a person is told when a picture can't be looked at, or a code not read yet."""

from __future__ import annotations

from kiosk.scanning.hints import Hint
from kiosk.scanning.picture import PictureFault
from offline.i18n import tr


def picture_sentence(fault: PictureFault) -> str:
    """What is wrong with a picture file and what to do."""
    return {
        PictureFault.MISSING: tr("打不开这个文件。请看看它还在不在，再选一次。"),
        PictureFault.EMPTY: tr("这个文件是空的。请重新拍一张。"),
        PictureFault.NOT_A_PICTURE: tr("这个文件不是图片。请选一张照片或截图。"),
        PictureFault.DAMAGED: tr("这张图片坏了，看不了。请重新拍一张。"),
        PictureFault.TOO_LARGE: tr("这张图片太大了。请截一张小一点的图。"),
    }[fault]


def hint_sentence(hint: Hint) -> str:
    """What to do with the phone so that its code can be read."""
    return {
        Hint.BRIGHTER: tr("请把手机屏幕调亮一点。"),
        Hint.CLOSER: tr("请把码拿近一点。"),
        Hint.HOLD_STILL: tr("请拿稳，停一下。"),
    }[hint]
