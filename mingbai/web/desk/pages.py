"""What every page of the desk passes first: sign-in, second factor, access table."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial, update_wrapper
from typing import Any, Concatenate, Final, ParamSpec, cast

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from mingbai.accounts.models import DutyKind, User
from mingbai.accounts.officer import officer_of
from mingbai.accounts.reset_factor import has_factor
from mingbai.letters.notices_of import unseen
from mingbai.letters.offered import queues_of
from mingbai.places.actors import Officer
from mingbai.places.days import local_day
from mingbai.places.policy import NotAllowed
from mingbai.ui.page import MenuItem, Staff, Tools
from mingbai.web.access import ACCESS, access_to
from mingbai.web.desk.typed import is_typed, typed_page
from mingbai.web.door import PlacedRequest

DESK: Final = "/desk/"
# In the session: whose factor was set up in this very browser.
FACTOR_SET_UP: Final = "factor_set_up"
# The words of the desk's menu; who may not open a page does not see its word.
MENU: Final = (
    ("desk:queue", _("Letters")),
    ("desk:supervision", _("Supervision")),
    ("desk:register", _("Register of letters")),
    ("desk:templates", _("Reply templates")),
    ("desk:letter-rules", _("Rules for letters")),
    ("desk:powers", _("Register of powers")),
    ("desk:drafts", _("Drafts")),
    ("desk:posts", _("Bodies and posts")),
    ("desk:duties", _("People and duties")),
    ("desk:account", _("My account")),
)

Parameters = ParamSpec("Parameters")


class DeskRequest(PlacedRequest):
    """A request of a signed-in official, with the duties of the day."""

    user: User
    officer: Officer
    # When the request came, and the day of the place it falls on.
    at: datetime
    today: date


def desk_page(
    view: Callable[Concatenate[DeskRequest, Parameters], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Parameters], HttpResponse]:
    """Let the view answer whom the access table admits.

    Strangers are sent to sign in, officials without a second factor to set one up, and
    both get back what they had typed; without the duty, or when the policy refuses, the
    page says 403.
    """

    def page(
        request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponse:
        match = request.resolver_match
        access = access_to(match.view_name if match else "")
        to_sign_in = way_in(request)
        if to_sign_in is not None:
            return _kept_back(request, to_sign_in)
        admitted = _with_officer(request)
        if not access.admits(admitted.officer):
            raise PermissionDenied
        try:
            return view(admitted, *args, **kwargs)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal

    update_wrapper(page, view)
    return never_cache(page)


def render_desk(
    request: DeskRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page; `frame` puts the desk's header around it."""
    return render(request, template, context, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """`menu`, `staff` and `tools` of the desk, for every template below /desk/.

    A context processor: on the way in there is no menu and nobody yet.
    """
    if not request.path_info.startswith(DESK):
        return {}
    officer = getattr(request, "officer", None)
    if not isinstance(officer, Officer):
        return {"menu": [], "staff": None, "tools": None}
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "menu": [
            MenuItem(str(word), reverse(name), name == here)
            for name, word in MENU
            if name in ACCESS and ACCESS[name].admits(officer)
        ],
        "staff": Staff(
            name=officer.name,
            duty=duty_words(officer),
            sign_out_href=reverse("account_logout"),
            security_href=reverse("desk:account"),
            key=officer.user.hex,
        ),
        "tools": Tools(
            notices_href=reverse("desk:notices"),
            unseen=partial(unseen, officer),
            keys_href=reverse("desk:keys"),
            find_href=reverse("desk:find") if queues_of(officer) else "",
            next_href=_if_admitted("desk:next", officer),
        ),
    }


def _if_admitted(name: str, officer: Officer) -> str:
    """The address, if the official may open it."""
    return reverse(name) if name in ACCESS and ACCESS[name].admits(officer) else ""


def duty_words(officer: Officer) -> str:
    """The kinds of duty held today, each once, as one line."""
    kinds = [kind for kind in DutyKind if officer.has(kind)]
    return "、".join(str(kind.label) for kind in kinds) or str(_("No duty"))


def is_proved(request: HttpRequest, user: User) -> bool:
    """Whether this browser has shown the factor: by a code, or by setting it up."""
    if request.session.get(FACTOR_SET_UP) == str(user.pk):
        return True
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records)


def way_in(request: HttpRequest) -> HttpResponseRedirect | None:
    """Where somebody who has not wholly signed in goes first."""
    user = request.user
    here = request.get_full_path() if request.method == "GET" else DESK
    if not isinstance(user, User):
        return redirect_to_login(here)
    if not has_factor(user):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    if not is_proved(request, user):
        again = f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here})}"
        return HttpResponseRedirect(again)
    return None


def _kept_back(request: HttpRequest, to_sign_in: HttpResponseRedirect) -> HttpResponse:
    """There at once, unless a form was filled in that would be lost on the way."""
    if request.method == "POST" and is_typed(request):
        return typed_page(request, way_in=to_sign_in.url)
    return to_sign_in


def _with_officer(request: HttpRequest) -> DeskRequest:
    admitted = cast(DeskRequest, request)
    admitted.at = timezone.now()
    admitted.today = local_day(admitted.at)
    admitted.officer = officer_of(admitted.user, on=admitted.today)
    return admitted
