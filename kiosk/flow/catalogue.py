"""What can be done here: the exchange's catalogue, or the forms themselves where it has none."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.flow.station import Station
from offline.i18n import mark
from offline.records import ServiceItem

FORMS = mark("表单")


def items(station: Station) -> Sequence[ServiceItem]:
    """The service items; a server with OpenRosa alone lists its forms and knows no items."""
    listed = station.store.catalogue.items()
    if listed:
        return listed
    forms = station.store.forms
    ids = dict.fromkeys(form_id for form_id, _version in forms.hashes())
    return [
        ServiceItem(id=form_id, name=forms.get(form_id).title, department="", form_id=form_id,
                    group=FORMS)
        for form_id in ids
    ]  # fmt: skip
