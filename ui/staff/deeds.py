"""What may be done about each matter of a supervisor, by the role of who looks at it."""

from __future__ import annotations

from kiosk.flow import office
from kiosk.roles import Act, may
from offline.i18n import tr
from offline.records import Operator, PrintJob
from offline.store.account import Account
from ui.components.buttons import Kind
from ui.desk.dossier import Ask, Deed

REFUSED, UNSENT, PRINT, CONFLICT = "refused", "unsent", "print", "conflict"
PRINTER, PAYMENT, MESSAGE = "printer", "payment", "message"
ACCOUNT, NEW_ACCOUNT = "account", "new-account"


def of_refused(operator: Operator) -> tuple[Deed, ...]:
    """Correct, send again, or give up with a reason."""
    return (
        Deed("correct", tr("更正"), kind=Kind.PRIMARY, refused=_why(operator, Act.CORRECT)),
        Deed("resend", tr("原样再送一次"), refused=_why(operator, Act.RESEND)),
        Deed(
            "close",
            tr("不办了，关掉"),
            kind=Kind.DANGER,
            asks=(Ask(tr("为什么关掉")),),
            refused=_why(operator, Act.CLOSE),
        ),
    )


def of_unsent(operator: Operator, *, never_sent: bool) -> tuple[Deed, ...]:
    """Withdraw at its person's wish, as long as nothing was sent."""
    if not never_sent:
        return ()
    return (
        Deed("withdraw", tr("本人撤回"), kind=Kind.DANGER, refused=_why(operator, Act.WITHDRAW)),
    )


def of_print(operator: Operator, job: PrintJob, *, gone: bool) -> tuple[Deed, ...]:
    """Somebody looked at the printer; what is forgotten already cannot be printed again."""
    mine = office.may_decide_print(operator, job)
    refused = "" if mine else tr("别人打的，请本人或者综窗、主管来认定")
    again = tr("办件已经到期删除") if gone else refused
    return (
        Deed("out", tr("打出来了"), kind=Kind.PRIMARY, refused=refused),
        Deed("again", tr("没打出来，补打"), refused=again),
    )


def of_payment() -> tuple[Deed, ...]:
    """Ask the centre, or close what nobody paid."""
    return (
        Deed("ask", tr("现在核对"), kind=Kind.PRIMARY),
        Deed("drop", tr("没人付，关掉")),
    )


def of_printer(operator: Operator) -> tuple[Deed, ...]:
    """A test page."""
    refused = _why(operator, Act.DECIDE_PRINT)
    return (Deed("test", tr("打印测试页"), kind=Kind.PRIMARY, refused=refused),)


def of_conflict(operator: Operator, *, deleted: bool) -> tuple[Deed, ...]:
    """Field by field, or one version as a whole."""
    refused = _why(operator, Act.RESOLVE)
    theirs = tr("县里删了，本机也删") if deleted else tr("全用县里的")
    merged = Deed("merge", tr("就按选的"), kind=Kind.PRIMARY, refused=refused, picking=True)
    return (
        *(() if deleted else (merged,)),
        Deed("theirs", theirs, refused=refused),
        Deed("mine", tr("全用本机的"), refused=refused),
    )


def of_account(account: Account, operator: Operator) -> tuple[Deed, ...]:
    """A new passphrase, unlocking, removing; nobody manages those who may more."""
    own = account.operator
    above = may(own, Act.SETTINGS) and not may(operator, Act.SETTINGS)
    refused = tr("您的岗位不能办这一步") if above else ""
    asks = (Ask(tr("新口令（至少 8 个字符）"), secret=True),)
    unlock = Deed("release", tr("解锁"), kind=Kind.PRIMARY, refused=refused)
    return (
        *((unlock,) if account.locked else ()),
        Deed("passphrase", tr("设新口令"), asks=asks, refused=refused),
        Deed(
            "remove",
            tr("停用这个账号"),
            kind=Kind.DANGER,
            refused=refused or (tr("这是您自己") if own.id == operator.id else ""),
        ),
    )


def _why(operator: Operator, act: Act) -> str:
    return "" if may(operator, act) else tr("您的岗位不能办这一步，请找主管")
