"""People and their duties: asked by one administrator, decided by another."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django import forms
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from mingbai.accounts.ask import Ending, Reset, Wish, ask
from mingbai.accounts.decide import decide
from mingbai.accounts.models import Asking, Duty, User
from mingbai.ui.parts import Crumb
from mingbai.web.desk.duty_forms import (
    ConfirmingForm,
    DutyForm,
    EndingForm,
    OutcomeForm,
)
from mingbai.web.desk.duty_refusals import REFUSALS, sentence
from mingbai.web.desk.duty_words import what_is_asked, what_is_held, which_days
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk


@dataclass(frozen=True)
class HeldDuty:
    """A duty in the list, with the link that ends it."""

    words: str
    days: str
    end_href: str


@dataclass(frozen=True)
class Colleague:
    """An official in the list; nobody changes anything about themselves."""

    user: User
    duties: list[HeldDuty]
    has_factor: bool
    is_self: bool


@dataclass(frozen=True)
class OpenAsking:
    """A wish that waits for another administrator."""

    asking: Asking
    words: str
    may_decide: bool


@desk_page
def duties(request: DeskRequest) -> HttpResponse:
    """Who holds what, and what waits to be decided."""
    return _list(request)


@desk_page
def duty_ask(request: DeskRequest, login: str) -> HttpResponse:
    """Ask for a duty."""
    concerned = get_object_or_404(User, login=login)
    form = DutyForm(request.POST or None, initial={"since": request.today})
    page = _Form(
        title=gettext("Ask for a duty"),
        lead=gettext("Another administrator has to confirm it before it counts."),
        button=gettext("Ask for it"),
    )
    if form.is_valid():
        try:
            return _asked(request, concerned, form.terms())
        except REFUSALS as refusal:
            form.add_error(None, sentence(refusal))
    return _form_page(request, page, form, concerned)


@desk_page
def duty_end(request: DeskRequest, duty: UUID) -> HttpResponse:
    """Ask that a duty be ended."""
    held = get_object_or_404(
        Duty.objects.select_related("user", "body", "post"), pk=duty
    )
    form = EndingForm(request.POST or None, initial={"until": request.today})
    page = _Form(
        title=gettext("End a duty"),
        lead=gettext("The duty: %(duty)s.") % {"duty": what_is_held(held)},
        button=gettext("Ask for it"),
    )
    if form.is_valid():
        try:
            wish = Ending(held, form.cleaned_data["until"])
            return _asked(request, held.user, wish)
        except REFUSALS as refusal:
            form.add_error(None, sentence(refusal))
    return _form_page(request, page, form, held.user)


@desk_page
def factor_reset(request: DeskRequest, login: str) -> HttpResponse:
    """Ask that a second factor be reset, because the telephone is lost."""
    concerned = get_object_or_404(User, login=login)
    is_posted = request.method == "POST"
    form = ConfirmingForm(request.POST if is_posted else None)
    page = _Form(
        title=gettext("Reset the second factor"),
        lead=gettext(
            "Make sure in person or by a call you placed yourself that it is really"
            " your colleague who asks. Once another administrator has confirmed, they"
            " are signed out everywhere and set up a new factor at the next sign-in."
        ),
        button=gettext("Ask for it"),
    )
    if form.is_valid():
        try:
            return _asked(request, concerned, Reset())
        except REFUSALS as refusal:
            form.add_error(None, sentence(refusal))
    return _form_page(request, page, form, concerned)


@desk_page
def duty_decide(request: DeskRequest, asking: UUID) -> HttpResponse:
    """Confirm or refuse what another administrator asked."""
    wanted = get_object_or_404(Asking, pk=asking)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    outcome = Asking.Outcome(form.cleaned_data["outcome"])
    try:
        decide(by=request.officer, at=request.at, asking=wanted, outcome=outcome)
    except REFUSALS as refusal:
        return _list(request, problem=sentence(refusal), status=409)
    return redirect(f"{reverse('desk:duties')}?done={outcome.value}")


@dataclass(frozen=True)
class _Form:
    title: str
    lead: str
    button: str


def _asked(request: DeskRequest, concerned: User, wish: Wish) -> HttpResponse:
    ask(by=request.officer, at=request.at, concerned=concerned, wish=wish)
    return redirect(f"{reverse('desk:duties')}?done=asked")


def _form_page(
    request: DeskRequest, page: _Form, form: forms.Form, concerned: User
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "concerned": concerned,
        "above": [Crumb(gettext("People and duties"), reverse("desk:duties"))],
    }
    status = 422 if form.is_bound else 200
    return render_desk(request, "desk/duty_form.html", context, status=status)


def _list(request: DeskRequest, problem: str = "", status: int = 200) -> HttpResponse:
    said: dict[str, Any] = {
        "asked": gettext("It has been asked for; another administrator decides."),
        "confirmed": gettext("It is confirmed and done."),
        "refused": gettext("It is refused; nothing was changed."),
    }
    context = {
        "colleagues": _colleagues(request),
        "askings": _askings(request),
        "problem": problem,
        "done": said.get(request.GET.get("done", ""), ""),
    }
    return render_desk(request, "desk/duties.html", context, status=status)


def _colleagues(request: DeskRequest) -> list[Colleague]:
    held = defaultdict(list)
    not_over = Q(until__isnull=True) | Q(until__gte=request.today)
    for duty in Duty.objects.filter(not_over).select_related("body", "post"):
        held[duty.user_id].append(
            HeldDuty(
                words=what_is_held(duty),
                days=which_days(duty.since, duty.until),
                end_href=reverse("desk:duty-end", args=[duty.pk]),
            )
        )
    users = list(User.objects.filter(is_active=True).order_by("login"))
    with_factor = set(
        Authenticator.objects.filter(user__in=users).values_list("user_id", flat=True)
    )
    return [
        Colleague(
            user=user,
            duties=held[user.pk],
            has_factor=user.pk in with_factor,
            is_self=user.pk == request.user.pk,
        )
        for user in users
    ]


def _askings(request: DeskRequest) -> list[OpenAsking]:
    waiting = Asking.objects.filter(outcome="").select_related(
        "concerned", "asked_by", "body", "post"
    )
    return [
        OpenAsking(
            asking=asking,
            words=what_is_asked(asking),
            may_decide=request.user.pk not in {asking.concerned_id, asking.asked_by_id},
        )
        for asking in waiting
    ]
