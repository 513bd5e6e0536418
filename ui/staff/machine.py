"""This terminal's own page of the supervisor's window: its settings to be read, ending it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from kiosk.flow.health import Finding
from kiosk.settings import FILE_NAME, Settings
from offline.i18n import tr
from offline.records import Operator
from ui.components.buttons import Kind
from ui.desk.data import Line
from ui.desk.dossier import Deed, Matter
from ui.desk.office import Page
from ui.staff import deeds

MACHINE, RESTART, QUIT = "machine", "restart", "quit"
_PRINTERS = {"receipt_printer": "receipt", "document_printer": "document"}
"""Setting → the printer's name in ``kiosk.flow.machines``."""


def page(
    settings: Settings, operator: Operator, *, at_kiosk: bool, trust: Sequence[Finding] = ()
) -> Page:
    """Each setting as it is now, a printer's with its test page; at a kiosk, which has no frame to
    close, also how to end it. ``trust`` is what codes are checked with, and how old that is.
    """
    told = tr("这里只能看。要改就改 {file}，重新启动以后生效。", file=FILE_NAME)
    lines = [_setting(name, label, settings, operator) for name, label in _labels().items()]
    lines = [*map(_trusted, trust), *lines]
    return Page(MACHINE, ((_ending(),) if at_kiosk else ()) + tuple(lines), (told, ""))


def _trusted(finding: Finding) -> tuple[Line, Matter]:
    title = {"keys": tr("发码机构公钥")}.get(finding.name, tr("作废名单"))
    facts = ((tr("现在是"), finding.message),)
    told = (tr("怎么办"), finding.advice) if finding.advice else ("", "")
    matter = Matter("trust", finding.name, title, facts=facts, quote=told, tone="warn")
    return Line("trust", finding.name, title, number=finding.message), matter


def _ending() -> tuple[Line, Matter]:
    title = tr("重新启动和退出")
    deeds = (
        Deed(RESTART, tr("重新启动程序"), kind=Kind.PRIMARY),
        Deed(QUIT, tr("退出程序"), kind=Kind.DANGER),
    )
    told = tr("存好的都在。退出以后，居民就不能在这台机器上办事了。")
    quoted = (tr("先看看有没有人在等"), told)
    return Line(MACHINE, MACHINE, title, icon="exit"), Matter(
        MACHINE, MACHINE, title, quote=quoted, tone="warn", deeds=deeds
    )


def _setting(name: str, label: str, settings: Settings, operator: Operator) -> tuple[Line, Matter]:
    value = _value(getattr(settings, name))
    facts = ((tr("现在是"), value), (tr("设置名"), name))
    matter = Matter("setting", name, label, facts=facts)
    if name in _PRINTERS and getattr(settings, name):
        test = deeds.of_printer(operator)
        matter = replace(matter, kind=deeds.PRINTER, id=_PRINTERS[name], deeds=test)
    return Line("setting", name, label, number=value), matter


def _value(value: object) -> str:
    match value:
        case bool():
            return tr("是") if value else tr("否")
        case tuple():
            return "，".join(map(str, value)) or tr("没有设")
        case time():
            return f"{value:%H:%M}"
        case float():
            return f"{value:g}"
    return str(value) or tr("没有设")


def _labels() -> dict[str, str]:
    return {
        "town": tr("乡镇"),
        "site_name": tr("服务点"),
        "site_code": tr("服务点代号"),
        "terminal": tr("本机编号"),
        "profile": tr("用作"),
        "position": tr("本机位置"),
        "help_name": tr("叫人帮忙找谁"),
        "help_phone": tr("帮忙电话"),
        "theme": tr("平常的样子"),
        "language": tr("平常的语言"),
        "screen_inches": tr("屏幕（英寸）"),
        "receipt_printer": tr("小票打印机"),
        "receipt_width": tr("小票纸宽（毫米）"),
        "receipt_text": tr("小票只打字"),
        "document_printer": tr("A4 打印机"),
        "certificate_sheet": tr("证明的纸张和正反面"),
        "application_sheet": tr("申请表的纸张和正反面"),
        "papers_folder": tr("本地单据样式"),
        "unproved_ofd": tr("验不了章的证照"),
        "scanners": tr("扫码器"),
        "camera_folder": tr("相机文件夹"),
        "id_card_helper": tr("身份证读卡"),
        "ca_file": tr("信任的证书"),
        "proxy": tr("代理"),
        "metered": tr("按流量计费"),
        "photos_from": tr("计费时照片从几点传"),
        "photos_until": tr("计费时照片传到几点"),
        "sync_every": tr("多久上传一次（秒）"),
        "idle_warn_after": tr("没人按多久就问（秒）"),
        "idle_grace": tr("问了等多久（秒）"),
        "lock_after": tr("没人按多久就锁（秒）"),
        "unlock_hours": tr("登录管用多久（小时）"),
    }
