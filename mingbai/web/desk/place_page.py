"""A form page of bodies and posts: one form, one verb, one sentence when refused."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from mingbai.ui.parts import Crumb
from mingbai.web.desk.pages import DeskRequest, render_desk
from mingbai.web.desk.place_refusals import REFUSALS, sentence


@dataclass(frozen=True)
class FormPage:
    """What stands around the form, and where one goes when it is done."""

    title: str
    button: str
    above: tuple[Crumb, ...]
    back: str
    done: str
    lead: str = ""
    # What follows from it, in the order in which it happens.
    follows: tuple[str, ...] = ()


def answer(
    request: DeskRequest, page: FormPage, form: forms.Form, verb: Callable[..., object]
) -> HttpResponse:
    """Do what a valid form asks, or show it with all that was typed.

    The verb is told who acts and when, and takes the form's answers by their names.
    """
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            # A refusal leaves nothing half done, such as a person without a post.
            with transaction.atomic():
                verb(by=request.officer, at=request.at, **form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, sentence(refusal))
            status = 409
        else:
            return redirect(f"{page.back}?done={page.done}")
    context = {"page": page, "form": form, "above": page.above}
    return render_desk(request, "desk/place_form.html", context, status=status)
