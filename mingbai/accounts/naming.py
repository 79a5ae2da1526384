"""How an event of the ledger names who asked for what another one decided."""

from mingbai.accounts.models import Asking


def asked_by(asking: Asking | None) -> str | None:
    """The id of who asked; None when it was done on the server, unasked."""
    return str(asking.asked_by_id) if asking and asking.asked_by_id else None
