"""Writing drafts: a new power, a change, a repeal, a draft that is mended."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.powers.draft import (
    OpenDraft,
    Wish,
    draft,
    propose_repeal,
    rewrite,
)
from mingbai.powers.models import Draft, PowerVersion
from mingbai.powers.said import Statement
from mingbai.ui.parts import Crumb
from mingbai.web.desk.draft_refusals import REFUSALS, sentence
from mingbai.web.desk.draft_words import what_happened
from mingbai.web.desk.duty_forms import day_field
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk
from mingbai.web.desk.power_form import PowerForm, initial_of
from mingbai.web.desk.power_scope import (
    drafts_in_reach,
    held_in_reach,
    may_rewrite,
    may_write,
)


class RepealForm(forms.Form):
    """From which day the power shall be gone."""

    since = day_field(
        _("First day without it"),
        required=False,
        hint=_("Empty: from the day on which the repeal is approved."),
    )


@desk_page
def power_new(request: DeskRequest) -> HttpResponse:
    """Write a draft of a power that is not on the list yet."""
    form = PowerForm(request.POST or None, officer=request.officer, is_new=True)
    if request.method == "POST" and form.is_valid():
        wish = form.wish()
        if _in_force(wish.code):
            form.add_error("code", gettext("A power with this code is on the list."))
        else:
            return _written(request, form, wish) or _form_page(
                request, form, status=409
            )
    return _form_page(request, form)


@desk_page
def power_change(request: DeskRequest, power: UUID) -> HttpResponse:
    """Write a draft of what the power shall say."""
    version = _reached(request, power)
    waiting = Draft.objects.open().filter(power=power).first()
    if waiting is not None and request.method != "POST":
        return redirect("desk:draft", waiting.pk)
    in_force = version.statement
    form = PowerForm(
        request.POST or None,
        officer=request.officer,
        in_force=in_force,
        initial=initial_of(in_force),
    )
    if form.is_valid():
        if answer := _written(request, form, form.wish(version.power.code)):
            return answer
        return _form_page(request, form, version, status=409)
    return _form_page(request, form, version)


@desk_page
def power_repeal(request: DeskRequest, power: UUID) -> HttpResponse:
    """Write a draft that repeals the power."""
    version = _reached(request, power)
    is_posted = request.method == "POST"
    form = RepealForm(request.POST if is_posted else None)
    status = 200
    if form.is_valid():
        try:
            written = propose_repeal(
                by=request.officer,
                at=request.at,
                power=version.power,
                since=form.cleaned_data["since"],
            )
            return redirect(_draft_href(written))
        except REFUSALS as refusal:
            form.add_error(None, sentence(refusal))
            status = 409
    elif is_posted:
        status = 422
    context = {"form": form, "version": version, "above": [_register_crumb()]}
    return render_desk(request, "desk/power_repeal.html", context, status=status)


@desk_page
def draft_change(request: DeskRequest, draft: UUID) -> HttpResponse:
    """Mend a draft that waits or was sent back."""
    found = get_object_or_404(
        Draft.objects.with_names().filter(drafts_in_reach(request.officer)), pk=draft
    )
    if found.kind == Draft.Kind.REPEAL or not may_write(request.officer, found.holder):
        raise PermissionDenied
    version = _in_force(found.code)
    form = PowerForm(
        request.POST or None,
        officer=request.officer,
        in_force=version.statement if version else None,
        initial=initial_of(found.statement, found.since),
    )
    if not form.is_valid():
        if not form.is_bound and not may_rewrite(request.officer, found):
            return redirect("desk:draft", found.pk)
        return _form_page(request, form, version, found)
    if _is_stale(request, found):
        form.add_error(None, _stale(found))
        return _form_page(request, form, version, found, status=409)
    try:
        rewrite(
            by=request.officer,
            at=request.at,
            written=found,
            wish=form.wish(found.code),
        )
    except REFUSALS as refusal:
        form.add_error(None, sentence(refusal))
        return _form_page(request, form, version, found, status=409)
    return redirect(_draft_href(found))


def seen_at(instant: datetime) -> str:
    """What a page remembers of the draft it has shown."""
    return instant.isoformat()


def _is_stale(request: DeskRequest, found: Draft) -> bool:
    """Whether somebody else has written it since this form was opened."""
    return request.POST.get("seen", "") != seen_at(found.written_at)


def _stale(found: Draft) -> str:
    meanwhile = gettext(
        "%(happened)s What you typed is still here; hand it in again and it takes the"
        " place of that."
    )
    return meanwhile % {"happened": what_happened(found)}


def _reached(request: DeskRequest, power: UUID) -> PowerVersion:
    """The version in force of a power the official may write about."""
    version = (
        PowerVersion.objects.with_holder()
        .filter(held_in_reach(request.officer), power=power, until__isnull=True)
        .first()
    )
    if version is None:
        raise Http404
    if not may_write(request.officer, version.holder):
        raise PermissionDenied
    return version


def _in_force(code: str) -> PowerVersion | None:
    return (
        PowerVersion.objects.with_holder()
        .of_code(code)
        .filter(until__isnull=True)
        .first()
    )


def _written(request: DeskRequest, form: PowerForm, wish: Wish) -> HttpResponse | None:
    """To the page of the new draft; None when it was refused, and the form says why."""
    try:
        return redirect(
            _draft_href(draft(by=request.officer, at=request.at, wish=wish))
        )
    except REFUSALS as refusal:
        field = (
            "code" if isinstance(refusal, OpenDraft) and "code" in form.fields else None
        )
        form.add_error(field, sentence(refusal))
        return None


def _draft_href(written: Draft) -> str:
    return f"{reverse('desk:draft', args=[written.pk])}?done=written"


def _register_crumb() -> Crumb:
    return Crumb(gettext("Register of powers"), reverse("desk:powers"))


def _form_page(
    request: DeskRequest,
    form: PowerForm,
    version: PowerVersion | None = None,
    found: Draft | None = None,
    status: int = 422,
) -> HttpResponse:
    above = [_register_crumb()]
    if found:
        href = reverse("desk:draft", args=[found.pk])
        above = [
            Crumb(gettext("Drafts"), reverse("desk:drafts")),
            Crumb(found.code, href),
        ]
    said: Statement | None = version.statement if version else None
    context: dict[str, Any] = {
        "form": form,
        "sections": list(form.sections),
        "version": version,
        "in_force": said,
        "draft": found,
        "seen": seen_at(found.written_at) if found else "",
        "above": above,
    }
    code = status if form.is_bound else 200
    return render_desk(request, "desk/power_form.html", context, status=code)
