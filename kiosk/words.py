"""Outcome or error → the sentence a person reads. Facts come in, words go out, nothing else."""

from __future__ import annotations

from datetime import datetime

from kiosk import staffwords
from kiosk.codes.card import CardError, CardFault, ContradictionError
from kiosk.codes.result import CodeResult, Verdict
from kiosk.guard import AccountError
from kiosk.roles import NotAllowedError
from kiosk.settings import SettingsError
from offline.exchange.port import (
    Accepted,
    Conflict,
    Denied,
    ExchangeError,
    FormMissing,
    QuestionOutcome,
    Refused,
    SendOutcome,
    Unreachable,
    Unsupported,
)
from offline.forms.api import AnswerError, FormError, IncompleteError
from offline.i18n import mark, tr
from offline.records import CaseState, NotDrawnError, PrintState, SubmissionState
from offline.store.photo_chunks import PhotoError
from offline.store.port import (
    BusyError,
    DamagedError,
    DiskError,
    DiskFullError,
    FrozenError,
    KeyUnavailableError,
    LockedError,
    MovedError,
    NewerSchemaError,
    NoStoreError,
    OlderSchemaError,
    PassphraseLockedError,
    StoreError,
    UnknownRecordError,
    WrongSecretError,
)
from offline.sync.memory import HELD_HERE, MOVED_AWAY
from printers.port import Trouble


def verdict_title(result: CodeResult) -> str:
    """The short answer to a scan, for the title of a page."""
    if result.instead == "token":
        return tr("这个码先记下了")
    return {
        Verdict.VERIFIED: tr("码核对过了"),
        Verdict.VERIFIED_OFFLINE: tr("码核对过了"),
        Verdict.EXPIRED: tr("这个码过期了"),
        Verdict.NOT_YET_VALID: tr("这个码还没到能用的时候"),
        Verdict.REPLAYED: tr("这个码已经用过了"),
        Verdict.REVOKED: tr("这个码已经作废"),
        Verdict.TAMPERED: tr("这个码被改动过，不能用"),
        Verdict.UNKNOWN_ISSUER: tr("不认识发这个码的单位"),
        Verdict.UNTRUSTED_ALGORITHM: tr("这种码本机还不能核对"),
        Verdict.MALFORMED: tr("这个码不完整"),
        Verdict.NOT_A_CODE: tr("这不是服务码"),
    }[result.verdict]


def verdict_advice(result: CodeResult) -> str:
    """What to do next after a scan."""
    fresh = tr("您没有做错，在手机上刷新一下，换一个新码就行。")
    staff = tr("请叫工作人员帮您看看，也可以输身份证号来办。")
    return {
        Verdict.VERIFIED: tr("可以办事了。"),
        Verdict.VERIFIED_OFFLINE: tr("没有网，先核对了码本身；有网后再核验一次。"),
        Verdict.EXPIRED: fresh,
        Verdict.NOT_YET_VALID: tr("请看看手机的时间对不对，再换一个新码。"),
        Verdict.REPLAYED: fresh,
        Verdict.REVOKED: staff,
        Verdict.TAMPERED: staff,
        Verdict.UNKNOWN_ISSUER: staff,
        Verdict.UNTRUSTED_ALGORITHM: staff,
        Verdict.MALFORMED: tr("把手机屏幕调亮，离扫描口远一点，再扫一次。"),
        Verdict.NOT_A_CODE: not_a_code(result.instead),
    }[result.verdict]


def age(heard: datetime | None, now: datetime) -> str:
    """How long ago a list was heard from the exchange, in whole days."""
    if heard is None:
        return tr("还没有从交换平台取过")
    days = max(0, (now - heard).days)
    return tr("{days} 天前更新", days=days) if days else tr("今天更新过")


def not_a_code(instead: str) -> str:
    """What the scanned thing is, if it is no service code, and what to scan."""
    return {
        "receipt": tr("这是单子上的码，用它可以查办件进度。办事请扫手机上的服务码。"),
        "certificate": tr("这是证明上的码。办事请扫手机上的服务码。"),
        "url": tr("这是一个网址。请打开手机上的服务码，再扫一次。"),
        "enterprise": tr("这是企业代码。请扫企业服务码，或到窗口办理。"),
        "id-number": tr("这是身份证号。请按“输身份证号”来办。"),
        "token": tr("现在没有网，核对不了这个码。请输身份证号先办，有网时核对好了再上报。"),
        "event": tr("这是事件的码。办事请扫手机上的服务码。"),
        "address": tr("这是门牌上的码。办事请扫手机上的服务码。"),
    }.get(instead, tr("请打开手机上的服务码，再扫一次。"))


def submission_state(state: SubmissionState) -> str:
    """A submission's state in two to four characters."""
    return {
        SubmissionState.DRAFT: tr("没填完"),
        SubmissionState.FINALISED: tr("待上传"),
        SubmissionState.SENDING: tr("正在上传"),
        SubmissionState.WAITING: tr("待上传"),
        SubmissionState.ACCEPTED: tr("已送达"),
        SubmissionState.QUARANTINED: tr("要人看一下"),
        SubmissionState.CLOSED: tr("已关闭"),
    }[state]


def case_state(state: CaseState) -> str:
    """What the exchange says of a case, in the field's own words."""
    return {
        CaseState.RECEIVED: tr("已收件"),
        CaseState.COLLECTING: tr("材料调取中"),
        CaseState.ACCEPTED: tr("已经受理"),
        CaseState.RETURNED: tr("要补材料"),
        CaseState.DONE: tr("办好了"),
        CaseState.REFUSED: tr("没有受理"),
    }[state]


def print_state(state: PrintState) -> str:
    """A print job's state for the person at the printer."""
    return {
        PrintState.QUEUED: tr("等着打印"),
        PrintState.SENDING: tr("正在打印，从下面出纸口取"),
        PrintState.SENT: tr("正在打印，从下面出纸口取"),
        PrintState.CONFIRMED: tr("打好了"),
        PrintState.DOUBTFUL: tr("不知道打出来没有，请看一眼出纸口"),
        PrintState.REPRINT: tr("已经补打"),
        PrintState.CANCELLED: tr("没有打印"),
    }[state]


def trouble(what: Trouble) -> str:
    """What keeps the printer from printing, and that the matter itself goes on."""
    return {
        Trouble.PAPER_OUT: tr("小票纸用完了。事情照样能办，只是现在打不出单子。"),
        Trouble.PAPER_LOW: tr("小票纸快用完了，请工作人员换纸。"),
        Trouble.COVER_OPEN: tr("打印机盖子没关好，请工作人员看一下。"),
        Trouble.CUTTER: tr("打印机切刀卡住了，请工作人员看一下。"),
        Trouble.PAPER_SIZE: tr("这台打印机没有要用的纸张大小，请换一台，或者请运维人员改设置。"),
        Trouble.NO_DUPLEX: tr("这台打印机不会双面打，会打成单面的。"),
        Trouble.OFFLINE: tr("打印机没有连上。事情照样能办，只是现在打不出单子。"),
        Trouble.UNKNOWN: tr("打印机没有回应，请看一眼出纸口。"),
    }[what]


def card_fault(fault: CardFault) -> str:
    """Why an ID card gave no number, and what to do."""
    return {
        CardFault.NO_CARD: tr("没有看到身份证。请把它平放在读卡的地方，再试一次。"),
        CardFault.REMOVED: tr("身份证拿开得太快了。请再放一次，停两秒再拿走。"),
        CardFault.UNREADABLE: tr("这张身份证没有读出来。请翻个面再放一次，或按“输身份证号”。"),
        CardFault.NO_DEVICE: tr("读卡器没有接好。请叫工作人员，或按“输身份证号”。"),
        CardFault.NO_HELPER: tr("读卡程序没有运行。请叫工作人员，或按“输身份证号”。"),
        CardFault.EXPIRED: tr("这张身份证过期了。请用新的身份证，或到窗口办理。"),
    }[fault]


def outcome(result: SendOutcome | QuestionOutcome) -> str:
    """What a server's answer means for the submission, for staff."""
    match result:
        case Accepted():
            return tr("交换平台已经收到")
        case Refused(status=status, message=message):
            return tr("交换平台退回（{status}）：{message}", status=status, message=message)
        case Conflict():
            return tr("交换平台说有冲突，过一会儿再送，不会丢")
        case FormMissing():
            return tr("交换平台还没有这张表，过一会儿再送，不会丢")
        case Denied(reason="revoked"):
            return tr("这台终端已被中心注销。已停止上传，数据都在；请运维人员重新登记本机")
        case Denied(reason="expired"):
            return tr("这台终端的登记过期了。已停止上传，数据都在；请运维人员重新登记本机")
        case Denied(status=status):
            return tr(
                "交换平台不认本机（{status}）。已停止上传，请运维人员重新登记本机", status=status
            )
        case Unreachable(cause=cause) if cause in _TLS:
            return tr(_TLS[cause])
        case Unreachable(cause=cause):
            return tr("连不上交换平台（{cause}），有网后自动再送", cause=cause)
        case Unsupported():
            return tr("这个交换平台没有这项服务")


def names(cause: str) -> bool:
    """Whether a cause of unreachability has a sentence of its own."""
    return cause in _TLS


def pause(paused: str) -> str:
    """Why nothing is uploaded now, and what to do; "" where nothing is paused.

    ``paused`` is as ``offline.sync.status`` tells it.
    """
    if not paused:
        return ""
    if paused == MOVED_AWAY:
        return tr("这台机器的待传件已搬到另一台机器，由那台上传；这里的记录只供查看")
    if paused == HELD_HERE:
        return tr("有人暂停了上传，数据都在；按“继续上传”就接着传")
    code = paused.split(" ", 1)[0]
    return tr("交换平台不认本机（{status}）。已停止上传，请运维人员重新登记本机", status=code)


def sentence(error: BaseException) -> str:
    """One sentence for a known fault: what is wrong and what to do."""
    if isinstance(error, ExchangeError):
        return outcome(error.outcome)
    if isinstance(error, CardError):
        return card_fault(error.fault)
    if isinstance(error, IncompleteError):
        told = "；".join(f"{p.label or p.path}：{p.message}" for p in error.problems)
        return tr("还不能提交，先把这几处改好：{problems}", problems=told)
    if isinstance(error, AccountError):
        return staffwords.flaw(error.flaw)
    if isinstance(error, NotAllowedError):
        return tr(
            "{role}不能办这一步，请找主管或运维人员", role=staffwords.role(error.operator.role)
        )
    for kind, words in _FAULTS.items():
        if isinstance(error, kind):
            return tr(words, fact=str(error))
    return str(error)


_TLS: dict[str, str] = {
    "tls issuer": mark("交换平台的证书不是本机信任的机构发的，没有连。请核对地址和 ca_file"),
    "tls host": mark("交换平台的证书不是给这个地址的，没有连。请核对地址"),
    "tls expired": mark("交换平台的证书过期了，没有连。请核对本机时间，或请平台更换证书"),
    "tls not yet valid": mark("交换平台的证书还没有生效，没有连。请核对本机时间"),
    "tls client": mark("交换平台不认本机的证书，没有连。请运维人员重新登记本机"),
    "tls identity": mark("本机的证书读不出来，没有连。请运维人员重新登记本机"),
    "no tls": mark("这个地址不是 HTTPS，没有连。请核对地址和端口"),
    "proxy": mark("代理服务器连不上，请核对设置里的 proxy"),
}


# The first that fits wins, so subclasses stand before their parents.
_FAULTS: dict[type[BaseException], str] = {
    NoStoreError: mark("这个文件夹里还没有本机数据：{fact}。先运行 kiosk store init 或启动程序"),
    BusyError: mark("本机数据正忙，请稍等再试：{fact}"),
    PassphraseLockedError: mark("口令试错太多次，先停一会儿再试：{fact}"),
    OlderSchemaError: mark("数据是旧版本的，请先启动一次程序让它升级：{fact}"),
    MovedError: mark("这里的数据已经搬到另一台机器，本机不再上传：{fact}"),
    FrozenError: mark("已经提交的内容不能再改，请另办一件更正：{fact}"),
    DiskError: mark("磁盘读写出错，刚才这一步没有存下，请运维人员检查磁盘：{fact}"),
    LockedError: mark("另一个程序正在用这个数据文件夹，请先关掉它：{fact}"),
    WrongSecretError: mark("口令或恢复码不对，请再核对一遍：{fact}"),
    KeyUnavailableError: mark(
        "打不开本机的数据：这台机器没有能用的钥匙。请启动程序，在窗口里输口令或恢复码；"
        "或者用 kiosk store rotate-key --recovery 重新存一把：{fact}"
    ),
    DamagedError: mark("本机数据文件损坏。请运行 kiosk store salvage 抢救：{fact}"),
    NewerSchemaError: mark("数据是更新版本的程序写的。请先升级本程序：{fact}"),
    DiskFullError: mark("磁盘满了，刚才这一步没有存下。请清理磁盘再试：{fact}"),
    UnknownRecordError: mark("没有找到：{fact}。请核对编号"),
    StoreError: mark("本机数据有问题：{fact}"),
    SettingsError: mark("设置有误，请改正后再启动：{fact}"),
    FormError: mark("这张表不能用，请交给制表人改：{fact}"),
    AnswerError: mark("这个答案存不进去：{fact}"),
    PhotoError: mark("这张照片打不开，请换一张"),
    ContradictionError: mark("这个身份证号和刚才扫的码不是同一个人的。请核对后再输一次"),
    NotDrawnError: mark("现在不能这样做：{fact}"),
    FileNotFoundError: mark("没有这个文件：{fact}"),
    PermissionError: mark("没有权限读写这个文件：{fact}"),
    OSError: mark("读写文件时出错：{fact}"),
}


def promise() -> str:
    """The promise a person makes when handing in, in full."""
    return tr(
        "一、上面填的都是真的，材料和原件一样。\n"
        "二、办事的单位可以去核对这些内容。\n"
        "三、如果填的不是真的，这件事会停办，已经领的要退回。"
    )
