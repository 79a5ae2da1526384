"""Keys of anonymous forms: signed, dated, without a cookie.

A foreign Origin is refused; an absent or null one is not, because browsers send
`null` under some referrer rules: then the signed key decides.
"""

import secrets
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest

FIELD: Final = "form_key"
HOURS: Final = 12


class KeyState(Enum):
    """What a form key is worth."""

    GOOD = "good"
    EXPIRED = "expired"
    FOREIGN = "foreign"


def new_form_key(purpose: str) -> str:
    """A key for a form of this purpose, good for twelve hours."""
    return _signer(purpose).sign(secrets.token_urlsafe(9))


def check_form_key(request: HttpRequest, purpose: str) -> KeyState:
    """Whether the posted form is ours: GOOD, EXPIRED (show it again), or FOREIGN."""
    if is_foreign(request):
        return KeyState.FOREIGN
    try:
        _signer(purpose).unsign(request.POST.get(FIELD, ""), max_age=HOURS * 3600)
    except SignatureExpired:
        return KeyState.EXPIRED
    except BadSignature:
        # Forged, or cut by a clipboard: showing the form again harms nobody.
        return KeyState.EXPIRED
    return KeyState.GOOD


def is_foreign(request: HttpRequest) -> bool:
    """Whether a page of another host posted this, as far as the browser says."""
    origin = request.headers.get("Origin", "null")
    return origin != "null" and urlsplit(origin).netloc != request.get_host()


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"mingbai.form.{purpose}")
