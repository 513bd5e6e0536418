"""The words of the staff's windows: roles, unlocking, papers, classes of data, acts of the log."""

from __future__ import annotations

from kiosk.guard import Flaw
from offline.i18n import tr
from offline.store.port import LockedOut, Resting, Unlocked, UnlockOutcome, WrongPassphrase
from offline.store.waysin import Refusal, WaysIn, WrongCode


def role(name: str) -> str:
    """What a role is called among staff."""
    roles = {
        "station": tr("自助终端"),
        "window": tr("综窗"),
        "grid": tr("网格员"),
        "supervisor": tr("主管"),
        "it": tr("运维"),
        "cli": tr("命令行"),
        "system": tr("本机自动"),
        "exchange": tr("交换平台"),
    }
    return roles.get(name, name)


def paper(kind: str) -> str:
    """What a paper of the ledger is called."""
    papers = {
        "slip": tr("登记单"),
        "delivery": tr("收件凭条"),
        "acceptance": tr("受理回执"),
        "certificate": tr("证明"),
        "application": tr("办事申请表"),
        "combined": tr("一件事回单"),
        "rectification": tr("整改通知单"),
        "patrol": tr("巡查记录单"),
    }
    return papers.get(kind, kind)


def doubt() -> str:
    """What is known of a print that was sent and never confirmed."""
    return tr("字送到打印机了，打印机没有说打好没有。有纸就点打出来了，没有就补打。")


def kept(what: str) -> str:
    """A class of data that retention counts."""
    classes = {
        "draft": tr("居民没填完的"),
        "drafts": tr("居民没填完的"),
        "staff_draft": tr("工作人员没填完的"),
        "staff drafts": tr("工作人员没填完的"),
        "accepted": tr("已送达的"),
        "closed": tr("已关闭的"),
        "case": tr("办件进度"),
        "cases": tr("办件进度"),
        "certificates": tr("证明"),
        "prints": tr("打印记录"),
        "person": tr("居民资料"),
        "people": tr("居民资料"),
        "answers": tr("填过的答案"),
        "meetings": tr("来访时间"),
        "nonce": tr("用过的码"),
        "nonces": tr("用过的码"),
        "stray_file": tr("没人要的文件"),
        "stray files": tr("没人要的文件"),
    }
    return classes.get(what, what)


def act(name: str) -> str:
    """An act of the log, in words; one that is new here stays as it is written."""
    acts = {
        "identify": tr("核验身份"),
        "view-person": tr("看居民资料"),
        "view-number": tr("看完整号码"),
        "view-entity": tr("看家庭或地点"),
        "progress": tr("看办件"),
        "submit": tr("提交"),
        "sync": tr("送达结果"),
        "withdraw": tr("撤回"),
        "print": tr("打印"),
        "print-decided": tr("认定打印"),
        "print-test": tr("打印测试页"),
        "print-recovery": tr("打印恢复码"),
        "rate": tr("评价"),
        "help": tr("叫人帮忙"),
        "resend": tr("再送一次"),
        "close": tr("关闭"),
        "correct": tr("更正"),
        "supplement": tr("补正"),
        "unsealed": tr("打开本机数据"),
        "slot added": tr("加一把钥匙"),
        "slot removed": tr("去掉一把钥匙"),
        "key rotated": tr("换本机的钥匙"),
        "unlock": tr("登录"),
        "unlock failed": tr("口令输错"),
        "lock": tr("锁屏"),
        "recovered": tr("用恢复码重设口令"),
        "passphrase set": tr("口令更新"),
        "passphrase given": tr("设新口令"),
        "operator put": tr("建或改账号"),
        "operator released": tr("解锁账号"),
        "operator removed": tr("停用账号"),
        "enrol": tr("登记本机"),
        "settings": tr("改设置"),
        "purged": tr("到期删除"),
        "command": tr("平台的命令"),
        "agent": tr("代办"),
        "message-read": tr("看过通知"),
        "pay": tr("开缴费单"),
        "pay-pending": tr("等居民付"),
        "pay-paid": tr("缴费到账"),
        "pay-closed": tr("关缴费单"),
        "pay-doubtful": tr("缴费待核实"),
        "consent": tr("同意看证照"),
        "licence": tr("看证照"),
        "take-number": tr("取号"),
        "book": tr("预约"),
        "cancel-booking": tr("取消预约"),
        "task-accepted": tr("接下任务"),
        "task-done": tr("办完任务"),
        "entity-mine": tr("用本机的"),
        "entity-theirs": tr("用县里的"),
        "entity-merged": tr("合并两边的"),
    }
    return acts.get(name, name)


def unlocking(outcome: UnlockOutcome) -> str:
    """Why a passphrase did not open, and what to do; "" if it did."""
    match outcome:
        case Unlocked():
            return ""
        case WrongPassphrase(left=left) if left > 0:
            return tr("口令不对，还能试 {left} 次", left=left)
        case Resting(seconds=seconds):
            return tr("刚才输错了，过 {seconds} 秒再试", seconds=max(1, round(seconds)))
        case LockedOut(expired=True):
            return tr("口令到期了。请主管给您设一个新的，或者用恢复码重设")
        case LockedOut() | WrongPassphrase():
            return tr("口令错了五次，已经锁住。请主管给您解锁，或者用恢复码重设")


def unsealing(refusal: Refusal, ways: WaysIn) -> str:
    """Why the store did not open, and what to do."""
    match refusal:
        case WrongPassphrase(left=left):
            return tr("口令不对，还能试 {left} 次", left=left)
        case Resting(seconds=seconds):
            return tr("刚才输错了，过 {seconds} 秒再试", seconds=max(1, round(seconds)))
        case LockedOut() if ways.recovery:
            return tr("口令错了五次，已经锁住。请用恢复码打开")
        case LockedOut():
            return tr("口令错了五次，已经锁住，也没有恢复码。请联系运维人员，用备份恢复")
        case WrongCode():
            return tr("恢复码不对，请对着锁在柜子里的那张再看一遍")


def flaw(what: Flaw) -> str:
    """Why an account cannot be so, and what to do."""
    return {
        Flaw.NUMBER: tr("工号用字母、数字和短横，最多 32 位，例如 1024"),
        Flaw.TAKEN: tr("这个工号有人用了，请换一个"),
        Flaw.NAME: tr("请填姓名"),
        Flaw.ROLE: tr("请选一个岗位"),
        Flaw.SHORT: tr("口令至少 8 个字符，几个词连起来最好记"),
        Flaw.LAST: tr("只剩这一个能管账号的人，先加一个主管再改"),
        Flaw.RECOVERY: tr("恢复码不对，请对着抄下的那张再看一遍"),
    }[what]
