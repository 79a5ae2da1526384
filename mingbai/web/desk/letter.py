"""One letter on the desk: read it, pass it on, answer it."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.find import by_ref
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.models import Handling, Letter, LetterText
from mingbai.letters.register import telephone_context
from mingbai.letters.reply import REPLY_LENGTH, reply
from mingbai.letters.route import route
from mingbai.lib.numbering import NotANumber, parse_ref
from mingbai.places.keys import key_ring
from mingbai.places.models import Body
from mingbai.places.policy import Act, Facts, NotAllowed, may
from mingbai.powers.models import PowerVersion
from mingbai.ui.parts import Crumb, Fact
from mingbai.ui.words import zh_date, zh_datetime
from mingbai.web.desk.pages import DeskRequest, desk_page
from mingbai.web.letter_story import (
    calendar_for,
    clock_of,
    final_reply,
    signature,
    timeline_of,
)
from mingbai.web.letter_words import addressee_words
from mingbai.web.verbatim_field import VerbatimField

NOTE_LENGTH = 500


class RouteForm(forms.Form):
    """To which body, and a word to its officer."""

    body = forms.ChoiceField(
        label=_("Pass it to"),
        error_messages={
            "required": _("Please choose a body."),
            "invalid_choice": _("Please choose a body from the list."),
        },
    )
    note = VerbatimField(
        label=_("A word to the officer"),
        help_text=_("The writer does not see it."),
        required=False,
        longest=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    prefix = "route"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {
            body.slug: body for body in Body.objects.exclude(kind=Body.Kind.COMMITTEE)
        }
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", gettext("Not chosen")),
            *((slug, str(body)) for slug, body in self._bodies.items()),
        ]

    @property
    def chosen(self) -> Body:
        """The body of a valid form."""
        return self._bodies[self.cleaned_data["body"]]


class ReplyForm(forms.Form):
    """The final answer."""

    prefix = "reply"

    text = VerbatimField(
        label=_("Final reply"),
        help_text=_(
            "What was asked, who looked into it, the findings point by point, what"
            " happens next and by when, and whom to call. It is sent as it stands."
        ),
        longest=REPLY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": _("Please write the answer.")},
    )


@desk_page
def letter(request: DeskRequest, ref: str) -> HttpResponse:
    """The whole letter on one page."""
    return _page(request, _find(request, ref))


@desk_page
def letter_route(request: DeskRequest, ref: str) -> HttpResponse:
    """Pass the letter to a body."""
    found = _find(request, ref)
    form = RouteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, route_form=form, status=422)
    try:
        route(
            by=request.officer,
            at=request.at,
            letter=found,
            body=form.chosen,
            note=form.cleaned_data["note"],
        )
    except NobodyInCharge:
        form.add_error(
            "body",
            gettext(
                "Nobody answers for this body today. Ask an administrator to name an"
                " officer or a deputy, or choose another body."
            ),
        )
        return _page(request, found, route_form=form, status=409)
    except (NotNow, ChangedMeanwhile, NotAllowed) as refusal:
        form.add_error(None, _moved(request, refusal))
        return _page(request, _find(request, ref), route_form=form, status=409)
    return HttpResponseRedirect(reverse("desk:queue"))


@desk_page
def letter_reply(request: DeskRequest, ref: str) -> HttpResponse:
    """Answer the letter for good."""
    found = _find(request, ref)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reply_form=form, status=422)
    try:
        reply(
            by=request.officer,
            at=request.at,
            letter=found,
            text=form.cleaned_data["text"],
        )
    except (NotNow, ChangedMeanwhile, NotAllowed) as refusal:
        form.add_error(None, _moved(request, refusal))
        return _page(request, _find(request, ref), reply_form=form, status=409)
    return HttpResponseRedirect(reverse("desk:letter", args=[found.ref]))


def _moved(request: DeskRequest, refusal: Exception) -> str:
    # Once a letter is with a body, a registrar may do no more about it; what one of
    # them was just typing is kept all the same.
    if isinstance(refusal, NotAllowed) and not request.officer.has("registrar"):
        raise refusal
    return gettext(
        "Meanwhile a colleague has passed it on or answered it; see what happened"
        " below. What you typed is still here."
    )


def _find(request: DeskRequest, ref: str) -> Letter:
    try:
        found = by_ref(parse_ref(ref), by=request.officer)
    except NotANumber as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _page(
    request: DeskRequest,
    found: Letter,
    *,
    route_form: RouteForm | None = None,
    reply_form: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = request.today
    handling, answer = found.handling, final_reply(found)
    facts = Facts(letter=found.pk, body=handling.body_id)
    is_open = handling.state != Handling.State.ANSWERED
    may_route = is_open and may(request.officer, Act.LETTER_ROUTE, facts)
    may_reply = is_open and may(request.officer, Act.LETTER_REPLY, facts)
    context = {
        "letter": found,
        "clock": clock_of(found, today=today, calendar=calendar_for(found)),
        "facts": _facts(found),
        "events": timeline_of(found, today=today),
        "notes": [
            event.note.text
            for event in found.events.all()
            if hasattr(event, "note") and event.note.text
        ],
        "reply": answer,
        "signed": signature(answer.officer, answer.body) if answer else "",
        "route_form": (route_form or RouteForm()) if may_route else route_form,
        "reply_form": (reply_form or ReplyForm()) if may_reply else reply_form,
        "form": route_form or reply_form,
        "above": [Crumb(gettext("Letters"), reverse("desk:queue"))],
        "may_route": may_route,
        "may_reply": may_reply,
    }
    return render(request, "desk/letter.html", context, status=status)


def _facts(found: Letter) -> list[Fact]:
    handling, text = found.handling, found.text
    facts = [
        Fact(gettext("Received"), zh_datetime(found.received_at)),
        Fact(gettext("Kind"), found.get_kind_display()),
        Fact(
            gettext("To"),
            addressee_words(found.addressee_post or found.addressee_body),
        ),
        Fact(gettext("Now with"), signature(handling.officer, handling.body)),
        Fact(gettext("Due by"), zh_date(handling.due_on)),
        Fact(
            gettext("Publication"),
            gettext("It may be public") if found.may_publish else gettext("Not public"),
        ),
        Fact(gettext("Writer"), text.writer or gettext("Not given")),
        Fact(gettext("Telephone"), _telephone(found, text) or gettext("Not given")),
    ]
    if found.power:
        version = PowerVersion.objects.filter(
            power=found.power, until__isnull=True
        ).first()
        name = version.name if version else found.power.code
        href = reverse("public:power", args=[found.power.code])
        facts.append(Fact(gettext("About the power"), name, href=href))
    return facts


def _telephone(found: Letter, text: LetterText) -> str:
    if text.telephone is None:
        return ""
    sealed = bytes(text.telephone)
    return key_ring().decrypt(sealed, context=telephone_context(found)).decode()
