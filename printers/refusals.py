"""Why a paper was not made or not sent, as one sentence that says what to do."""

from __future__ import annotations

from offline.i18n import mark, tr
from printers.documents import WrongMediumError
from printers.ledger import InFlightError, TooManyCopiesError
from printers.ofd.package import OfdError, OfdFault
from printers.papers import (
    NotAcceptedError,
    NotFinalisedError,
    NotHeldError,
    NotOfThisFormError,
    PaperError,
    UnverifiedSealError,
)
from printers.typeset import TemplateError
from printers.verdicts import Reason
from resources.fonts import MissingFontsError

# The first that fits wins, so subclasses stand before their parents.
_SENTENCES: dict[type[BaseException], str] = {
    NotFinalisedError: mark("还没有登记，或者已经撤回，没有单子可打。"),
    NotHeldError: mark("材料还没有上传，现在只能打登记单。"),
    NotAcceptedError: mark("还没有受理，打不了受理回执。"),
    NotOfThisFormError: mark("填的表里没有这张单子要写的内容，请换一种单子打。"),
    PaperError: mark("现在还没有这份证明，办好以后再来打。"),
    WrongMediumError: mark("证明要打在 A4 纸上，请换一台打印机。"),
    InFlightError: mark("这张单子正在打印，请等它出来。"),
    TooManyCopiesError: mark("这张单子已经打了很多次，还要的话请找工作人员。"),
    TemplateError: mark("单子的版式有错，请交给运维人员改：{fact}"),
    MissingFontsError: mark("缺少打印用的字体，请运维人员安装：{fact}"),
}
_SEALS = {
    Reason.NOT_A_PDF: mark("证明的文件坏了，打不出来。请让发证的单位重新发一份。"),
    Reason.UNSIGNED: mark("证明上没有电子印章，不能打印。请让发证的单位盖好章再发。"),
    Reason.CHANGED: mark("证明盖章以后被改过，不能打印。请让发证的单位重新发一份。"),
    Reason.UPDATED: mark("证明盖章以后又加了东西，不能打印。请让发证的单位重新发一份。"),
    Reason.UNKNOWN_ROOT: mark("认不出证明上的印章是谁发的，不能打印。请运维人员核对信任的根证书。"),
    Reason.REVOKED: mark("证明上的印章已经作废，不能打印。请让发证的单位重新盖章。"),
    Reason.EXPIRED: mark("证明上的印章过期了，不能打印。请让发证的单位重新盖章。"),
}
_OFD = {
    OfdFault.NOT_OFD: mark("这份 OFD 文件坏了，打不出来。请让发证的单位重新发一份。"),
    OfdFault.HOSTILE: mark("这份 OFD 文件不安全，没有打开。请把它交给运维人员。"),
    OfdFault.UNSUPPORTED: mark("这份 OFD 文件里有这台机器画不出来的内容，请到窗口打印。"),
}
REFUSALS: tuple[type[BaseException], ...] = (*_SENTENCES, OfdError)


def refusal(error: BaseException) -> str:
    """The sentence of an error of this room (StopIteration for any other)."""
    if isinstance(error, OfdError):
        return tr(_OFD[error.fault])
    if isinstance(error, UnverifiedSealError):
        return tr(_SEALS[Reason(str(error))])
    kind = next(kind for kind in _SENTENCES if isinstance(error, kind))
    return tr(_SENTENCES[kind], fact=str(error))
