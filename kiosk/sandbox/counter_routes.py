"""The counter over HTTP: opaque codes, licences, payments."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Path, Response

from kiosk.sandbox import counter_models as models
from kiosk.sandbox.access import Here, Terminal
from kiosk.sandbox.licences import NoConsentError
from kiosk.sandbox.models import Done
from kiosk.sandbox.payments import OtherOrderError
from kiosk.sandbox.service import FAULTS

NO_CONSENT: Final = "No consent, or one that is too old or was given for something else."
NO_ORDER: Final = "There is no such order."

router = APIRouter(responses=FAULTS)
Id = Annotated[str, Path(min_length=1, max_length=200)]


@router.post("/v1/codes/tokens", status_code=201, tags=["Training"])
def make_token(asked: models.TokenRequest, here: Here) -> models.TokenText:
    """Make an opaque code for a person, as an issuer's app does."""
    return models.TokenText(text=here.tokens.make(asked))


@router.post("/v1/codes/revoke", tags=["Training"])
def revoke_token(asked: models.ResolveRequest, here: Here) -> Done:
    """Take an opaque code back."""
    here.tokens.revoke(asked.token)
    return Done()


@router.post("/v1/codes/resolve", tags=["Codes"])
def resolve(asked: models.ResolveRequest, here: Here, terminal: Terminal) -> models.ResolveAnswer:
    """Whose opaque code it is: no more than a visit needs."""
    found = here.tokens.resolve(asked.issuer, asked.token, terminal, asked.seen)
    return models.ResolveAnswer.model_validate(found)


@router.post("/v1/licences/query", tags=["Licences"])
def licences(asked: models.LicencesRequest, here: Here, terminal: Terminal) -> models.Licences:
    """The licences of a person who consents; the consent is kept. No subject in the address."""
    try:
        found = here.licences.of(asked.consent, terminal)
    except NoConsentError as error:
        raise HTTPException(403, NO_CONSENT) from error
    return models.Licences.model_validate({"licences": found})


@router.post(
    "/v1/licences/{licence_id}/document",
    tags=["Licences"],
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "The sealed PDF"}},
)
def licence_document(
    licence_id: Id, asked: models.LicencesRequest, here: Here, terminal: Terminal
) -> Response:
    """A licence's document."""
    try:
        document = here.licences.document(licence_id, asked.consent, terminal)
    except NoConsentError as error:
        raise HTTPException(403, NO_CONSENT) from error
    if document is None:
        raise HTTPException(404, "There is no such licence.")
    return Response(document, media_type="application/pdf")


@router.put("/v1/payments/{order_id}", tags=["Payments"])
def order(
    order_id: Id, bill: models.OrderRequest, here: Here, terminal: Terminal
) -> models.PaymentEntry:
    """The order for a bill: a new one, or the open or paid one that its submission has."""
    try:
        found = here.payments.order(terminal, order_id, bill)
    except OtherOrderError as error:
        raise HTTPException(409, "This order is for another bill.") from error
    return models.PaymentEntry.model_validate(found)


@router.get("/v1/payments/{order_id}", tags=["Payments"])
def payment(order_id: Id, here: Here, terminal: Terminal) -> models.PaymentEntry:
    """How an order stands."""
    found = here.payments.get(terminal, order_id)
    if found is None:
        raise HTTPException(404, NO_ORDER)
    return models.PaymentEntry.model_validate(found)


@router.post("/v1/payments/{order_id}/closure", tags=["Payments"])
def close(order_id: Id, here: Here, terminal: Terminal) -> models.PaymentEntry:
    """Close an order that nobody paid."""
    found = here.payments.close(terminal, order_id)
    if found is None:
        raise HTTPException(404, NO_ORDER)
    return models.PaymentEntry.model_validate(found)


@router.post("/v1/payments/{order_id}/pay", tags=["Training"])
def pay(order_id: Id, here: Here) -> Done:
    """Pay, as the payer's phone does. No money moves."""
    if not here.payments.pay(order_id):
        raise HTTPException(409, "This order is not open.")
    return Done()
