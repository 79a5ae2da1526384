"""What allauth asks us: who may sign in, how secrets are kept, what is said."""

import base64
from io import BytesIO
from typing import Any, Final, cast

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.change_password import change_password
from mingbai.accounts.models import User
from mingbai.accounts.reset_factor import has_factor
from mingbai.places.keys import key_ring
from mingbai.places.scoping import current_place
from mingbai.web.desk.pages import DeskRequest

_CONTEXT: Final = b"mfa.totp"
_WRONG_CODE: Final = _(
    "This code is wrong or was used before. Wait for the next one and enter that."
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by administrators; no mail is ever sent from here."""

    error_messages: dict[str, Any] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "Login and password do not match. Check both and try again."
        ),
        "too_many_login_attempts": _(
            "Too many attempts. Please wait five minutes and try again."
        ),
        "rate_limited": _("Too many attempts. Please wait five minutes and try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The official, if login and password match and the account is open.

        A closed account answers as an unknown one does.
        """
        user = cast(User | None, super().authenticate(request, **credentials))
        return user if user is not None and user.is_active else None

    def get_login_stages(self) -> list[str]:
        """After the password comes the second factor and nothing else."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A factor that stands is replaced only by whoever has it in hand now."""
        return isinstance(self.request.user, User) and has_factor(self.request.user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A code from the factor; the password alone proves too little."""
        if not isinstance(user, User) or not has_factor(user):
            return []
        return [
            {
                "id": "mfa_reauthenticate",
                "description": _("Use a code"),
                "url": reverse("mfa_reauthenticate"),
            }
        ]

    def set_password(self, user: User, password: str) -> None:
        """The official's own new password, by our verb."""
        request = cast(DeskRequest, self.request)
        change_password(
            by=request.officer,
            at=request.at,
            user=user,
            password=password,
            session_key=request.session.session_key,
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's account."""
        return f"{reverse('desk:account')}?done=password"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the next page says by itself what happened."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets sealed under the field key."""

    error_messages: dict[str, Any] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        blob = key_ring().encrypt(text.encode(), context=_CONTEXT)
        return base64.b64encode(blob).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; raises NotDecryptable when no key of ours opens it."""
        blob = base64.b64decode(encrypted_text)
        return key_ring().decrypt(blob, context=_CONTEXT).decode()

    def get_totp_issuer(self) -> str:
        """The site's name, as the authenticator app lists it."""
        return current_place().site_name

    def build_totp_svg(self, url: str) -> str:
        """The picture that an authenticator app reads from the screen."""
        picture = BytesIO()
        segno.make_qr(url).save(picture, kind="svg", scale=5, light="#ffffff")
        return picture.getvalue().decode()
