"""Orders whose end is not known → lines and matters of the supervisor's window, masked."""

from __future__ import annotations

from kiosk.flow.office import Owed
from kiosk.flow.payments import PayState
from offline.i18n import tr
from offline.identity import mask_name
from printers.dues import yuan
from ui.desk.data import Line
from ui.desk.dossier import Matter
from ui.staff import deeds, till
from ui.visit.endings import moment


def entry(owed: Owed) -> tuple[Line, Matter]:
    """One order: what for, whose, how much, and asking the centre about it."""
    order, progress = owed.order, owed.progress
    submission = progress.submission if progress else None
    person = submission.person if submission else None
    name = mask_name(person.name) if person and person.name else ""
    state = tr("等居民付") if order.state is PayState.PENDING else tr("待核实")
    number = submission.receipt if submission else "—"
    when = moment(submission.finalised) if submission else ""
    line = Line(
        deeds.PAYMENT, order.order_id, order.title, name, state, "warn", when, "yuan", "", number
    )
    facts = (
        (tr("登记号"), number),
        (tr("申请人"), name or "—"),
        (tr("要缴"), yuan(order.amount)),
        (tr("缴费单"), order.order_id[:12]),
    )
    return line, Matter(
        deeds.PAYMENT,
        order.order_id,
        order.title,
        tags=((state, "warn"),),
        facts=facts,
        quote=(tr("请先不要再收"), till.told_of(order)[0]),
        tone="warn",
        deeds=deeds.of_payment(),
    )
