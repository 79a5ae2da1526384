"""The forms of signing in: allauth's, with our words and no placeholders."""

import unicodedata
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from mingbai.ui.forms import Code


class SignInForm(LoginForm):
    """Login and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Login")
        login.error_messages["required"] = _("Please enter your login.")
        login.widget = forms.TextInput(
            {
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        )
        password.label = _("Password")
        password.help_text = ""
        password.error_messages["required"] = _("Please enter your password.")
        password.widget = forms.PasswordInput({"autocomplete": "current-password"})


class CodeField(forms.CharField):
    """Six digits, however the input method wrote them."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Code"),
            help_text=_("Six digits from your authenticator app."),
            max_length=40,
            widget=Code({"autocomplete": "one-time-code", "inputmode": "numeric"}),
            error_messages={"required": _("Please enter the code.")},
        )

    def to_python(self, value: Any) -> str:
        """The digits in half width."""
        return unicodedata.normalize("NFKC", super().to_python(value) or "")


class CodeForm(AuthenticateForm):
    """The code that completes a sign-in."""

    code = CodeField()


class CodeAgainForm(ReauthenticateForm):
    """The code asked for once more before something delicate."""

    code = CodeField()


class FactorForm(ActivateTOTPForm):
    """The first code of a new second factor."""

    code = CodeField()


class PasswordForm(ChangePasswordForm):
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "oldpassword": (_("Present password"), "", "current-password"),
            "password1": (
                _("New password"),
                _("At least 10 characters, and nothing that is easily guessed."),
                "new-password",
            ),
            "password2": (_("New password, once more"), "", "new-password"),
        }
        for name, (label, hint, autocomplete) in words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget = forms.PasswordInput({"autocomplete": autocomplete})
            field.error_messages["required"] = _("Please fill this in.")

    def clean(self) -> dict[str, Any] | None:
        """Refuses two different new passwords, in our words."""
        cleaned = forms.Form.clean(self)
        first, second = (self.cleaned_data.get(f"password{n}") for n in (1, 2))
        if first and second and first != second:
            self.add_error("password2", _("The two new passwords differ."))
        return cleaned
