"""Answers with slots: the place's own and each body's, kept by those who answer."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.delete_template import delete_template
from mingbai.letters.models import ReplyTemplate
from mingbai.letters.reply import REPLY_LENGTH
from mingbai.letters.save_template import (
    EmptyTemplate,
    TemplateNameTaken,
    UnknownSlot,
    save_template,
)
from mingbai.letters.templates import templates_for
from mingbai.places.actors import Officer
from mingbai.places.models import Body
from mingbai.places.policy import Act, Facts, may
from mingbai.ui.parts import Crumb, Fact
from mingbai.web.desk.letter_fields import words_field
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk

# What each slot is filled with.
SLOT_WORDS: Final = {
    "writer": _("The writer's name, or “the writer” where it is kept from you"),
    "asked": _("The title of the letter"),
    "received": _("The day it was received"),
    "number": _("Its number"),
    "due": _("The day the answer is due"),
    "body": _("The body that answers"),
    "officer": _("Whoever signs"),
    "telephone": _("The body's telephone"),
    "address": _("The body's address"),
    "today": _("The day of the answer"),
}
REFUSALS: Final = (EmptyTemplate, TemplateNameTaken, UnknownSlot)


class TemplateForm(forms.Form):
    """Name, text with slots, whose it is, and where it stands in the list."""

    name = forms.CharField(
        label=_("Name of the template"),
        max_length=48,
        error_messages={
            "required": _("Please name the template."),
            "max_length": _("At most 48 characters."),
        },
    )
    body = forms.ChoiceField(
        label=_("Used by"),
        required=False,
        error_messages={
            "invalid_choice": _("Please choose from the list."),
        },
    )
    text = words_field(
        _("Text"),
        hint=_("Words in braces are slots; they are filled from the letter."),
        longest=REPLY_LENGTH,
        rows=16,
        missing=_("Please write the text."),
    )
    rank = forms.IntegerField(
        label=_("Place in the list"),
        help_text=_("The lowest comes first, and the first has the key 1."),
        min_value=0,
        max_value=999,
        required=False,
        widget=forms.NumberInput({"class": "short"}),
        error_messages={
            "invalid": _("Please enter a number."),
            "min_value": _("Please enter a number."),
            "max_value": _("Please enter a number."),
        },
    )

    def __init__(
        self, officer: Officer, *args: Any, is_new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._bodies: dict[str, Body] = {}
        if not is_new:
            # It stays with its body.
            del self.fields["body"]
            return
        self._bodies = {body.slug: body for body in _bodies_of(officer)}
        everybody = [("", gettext("Everybody"))] if _keeps_all(officer) else []
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *everybody,
            *((slug, str(body)) for slug, body in self._bodies.items()),
        ]

    def arguments(self) -> dict[str, Any]:
        """What the verb takes."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "text": cleaned["text"],
            "rank": cleaned["rank"] or 0,
            "body": self._bodies.get(cleaned.get("body", "")),
        }


@desk_page
def templates(request: DeskRequest) -> HttpResponse:
    """The templates this official keeps, and the defaults that every place has."""
    rows = _kept(request.officer)
    context = {
        "rows": rows,
        "defaults": [one for one in templates_for(None) if not one.is_own],
        "done": {
            "saved": gettext("The template is saved."),
            "deleted": gettext("The template is deleted."),
        }.get(request.GET.get("done", ""), ""),
    }
    return render_desk(request, "desk/templates.html", context)


@desk_page
def template_new(request: DeskRequest) -> HttpResponse:
    """Write a new one."""
    form = TemplateForm(request.officer, request.POST or None)
    return _form_page(request, form, None)


@desk_page
def template(request: DeskRequest, template: UUID) -> HttpResponse:
    """Change one."""
    found = _find(request, template)
    form = TemplateForm(
        request.officer,
        request.POST or None,
        is_new=False,
        initial={"name": found.name, "text": found.text, "rank": found.rank},
    )
    return _form_page(request, form, found)


@desk_page
def template_delete(request: DeskRequest, template: UUID) -> HttpResponse:
    """Throw one away."""
    found = _find(request, template)
    delete_template(by=request.officer, at=request.at, template=found)
    return HttpResponseRedirect(f"{reverse('desk:templates')}?done=deleted")


def _form_page(
    request: DeskRequest, form: TemplateForm, found: ReplyTemplate | None
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save_template(
                by=request.officer, at=request.at, template=found, **form.arguments()
            )
            return HttpResponseRedirect(f"{reverse('desk:templates')}?done=saved")
        except REFUSALS as refusal:
            form.add_error(*_refused(refusal))
    context = {
        "form": form,
        "found": found,
        "slots": [Fact(f"{{{slot}}}", str(said)) for slot, said in SLOT_WORDS.items()],
        "above": [Crumb(gettext("Reply templates"), reverse("desk:templates"))],
    }
    return render_desk(request, "desk/template_form.html", context, status=status)


def _refused(refusal: Exception) -> tuple[str, str]:
    if isinstance(refusal, UnknownSlot):
        words = gettext("Nothing fills {%(slot)s}. The slots are listed beside.")
        return "text", words % {"slot": refusal.slot}
    if isinstance(refusal, TemplateNameTaken):
        return "name", gettext("Another template has this name. Choose another.")
    return "text", gettext("Please write the text.")


def _keeps_all(officer: Officer) -> bool:
    return may(officer, Act.TEMPLATE_CHANGE, Facts())


def _bodies_of(officer: Officer) -> list[Body]:
    bodies = Body.objects.filter(merged_into__isnull=True)
    if not _keeps_all(officer):
        bodies = bodies.filter(pk__in=officer.bodies)
    return list(bodies)


def _kept(officer: Officer) -> list[ReplyTemplate]:
    rows = ReplyTemplate.objects.select_related("body")
    if not _keeps_all(officer):
        rows = rows.filter(Q(body__in=officer.bodies))
    return list(rows.order_by("body__precedence", "rank", "name"))


def _find(request: DeskRequest, key: UUID) -> ReplyTemplate:
    found = ReplyTemplate.objects.select_related("body").filter(pk=key).first()
    if found is None or not may(
        request.officer, Act.TEMPLATE_CHANGE, Facts(body=found.body_id)
    ):
        raise Http404
    return found
