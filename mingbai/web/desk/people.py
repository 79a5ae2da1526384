"""Opening an account for a colleague, with a first password shown once."""

import secrets
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from mingbai.accounts.create_user import LoginRefused, LoginTaken, create_user
from mingbai.ui.parts import Crumb
from mingbai.web.desk.duty_forms import UserForm
from mingbai.web.desk.duty_refusals import sentence
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk

# Read out and typed by hand: no sign that looks like another one. 16 of 30: 78 bits.
_SIGNS: Final = "abcdefghjkmnpqrstvwxyz23456789"
_GROUPS: Final = 4


@desk_page
def user_create(request: DeskRequest) -> HttpResponse:
    """Open an account; it may do nothing until a duty is confirmed."""
    form = UserForm(request.POST or None)
    above = [Crumb(gettext("People and duties"), reverse("desk:duties"))]
    if form.is_valid():
        password = _first_password()
        try:
            user = create_user(
                by=request.officer,
                at=request.at,
                login=form.cleaned_data["login"],
                name=form.cleaned_data["name"],
                password=password,
            )
        except (LoginRefused, LoginTaken) as refusal:
            form.add_error("login", sentence(refusal))
        else:
            context = {"created": user, "password": password, "above": above}
            return render_desk(request, "desk/user_created.html", context)
    context = {"form": form, "above": above}
    status = 422 if form.is_bound else 200
    return render_desk(request, "desk/user_create.html", context, status=status)


def _first_password() -> str:
    return "-".join(
        "".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(_GROUPS)
    )
