"""The page of one's own letter: story, clock, answers, promises, what may be done."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models import EventKind, Letter, Promise, Rating, Reply, State
from mingbai.letters.moves import may_happen
from mingbai.letters.why_due import why_due
from mingbai.lib.calendar import WorkingCalendar
from mingbai.places.days import local_day
from mingbai.places.scoping import current_place
from mingbai.ui.parts import Fact
from mingbai.ui.words import days_phrase, zh_date
from mingbai.web.due_words import due_words
from mingbai.web.letter_story import (
    Clock,
    calendar_for,
    clock_of,
    final_replies,
    signature,
    timeline_of,
)
from mingbai.web.letter_words import addressee_words
from mingbai.web.public.danger import Danger
from mingbai.web.public.letter_after_forms import (
    AddForm,
    PromiseForm,
    RateForm,
    ReopenForm,
)
from mingbai.web.public.letter_answers import answer_by_words
from mingbai.web.public.letter_token import Purpose, seal
from mingbai.web.public.letters import letters_crumb

PROMISE_WORDS: Final = {
    Promise.State.AHEAD: (_("Its day has not come"), "quiet"),
    Promise.State.ASKED: (_("Its day has come"), "amber"),
    Promise.State.BROKEN: (_("You say: not done"), "red"),
    Promise.State.REPORTED: (_("Done, says the body"), "amber"),
    Promise.State.KEPT: (_("You say: done"), "green"),
}


@dataclass(frozen=True)
class Said:
    """What the page says first after an act: done, or why not, and what was typed."""

    sentence: str = ""
    tone: str = "green"
    # Text that found no place, so that nothing typed is lost.
    kept: str = ""
    danger: Danger | None = None
    # Forms that come back with what was typed, by purpose; of a promise, by its id.
    forms: dict[Purpose | UUID, BaseForm] = field(default_factory=dict)
    status: int = 200

    def refusing(self, sentence: str, *, kept: str = "") -> "Said":
        """The same, but nothing was done."""
        return replace(self, sentence=sentence, tone="amber", kept=kept)


@dataclass(frozen=True)
class Answered:
    """A final answer as the page shows it."""

    reply: Reply
    title: str
    signed: str
    approved: str


@dataclass(frozen=True)
class Promised:
    """A promise as the page shows it, with its form if the writer can judge it."""

    promise: Promise
    words: str
    tone: str
    form: PromiseForm | None
    token: str


def story_page(
    request: HttpRequest, letter: Letter, said: Said | None = None
) -> HttpResponse:
    """The letter as it stands, with fresh tokens; what `said` says comes first."""
    told = said or Said()
    at = timezone.now()
    context = _story(letter, today=local_day(at)) | _acts(letter, told, at=at)
    context |= {
        "said": told,
        "danger": told.danger,
        "form": next((one for one in told.forms.values() if one.errors), None),
    }
    return render(request, "public/letter_story.html", context, status=told.status)


def _story(letter: Letter, *, today: date) -> dict[str, Any]:
    handling, place = letter.handling, current_place()
    calendar = calendar_for(letter)
    clock = clock_of(letter, today=today, calendar=calendar)
    telephone = handling.body.telephone if handling.body else place.office_telephone
    return {
        "above": [letters_crumb()],
        "letter": letter,
        "handling": handling,
        "clock": clock,
        "is_answered": handling.state == State.ANSWERED,
        "answers": _answers(letter),
        "events": timeline_of(letter, today=today),
        "why_due": _why_due(letter, calendar),
        "in_charge": signature(handling.officer, handling.body),
        "telephone": telephone,
        "summary": [
            Fact(
                gettext("Received"),
                zh_date(letter.received_at),
                note=f"{timezone.localtime(letter.received_at):%H:%M}",
            ),
            Fact(
                gettext("To"),
                addressee_words(letter.addressee_post or letter.addressee_body),
            ),
            Fact(gettext("Due by"), zh_date(handling.due_on), note=_used(clock)),
            Fact(
                gettext("State"),
                handling.get_state_display(),
                note=signature(handling.officer, handling.body),
            ),
        ],
        "answer_by": answer_by_words(letter.answer_by),
    }


def _used(clock: Clock) -> str:
    used = gettext("%(used)s of %(allowed)s working days used") % {
        "used": clock.used,
        "allowed": clock.allowed,
    }
    # How much is left stands in the mark above; what is urgent is said twice.
    if clock.is_stopped or clock.left > 0:
        return used
    if not clock.allowed:
        return days_phrase(clock.left)
    return gettext("%(used)s, %(left)s") % {
        "used": used,
        "left": days_phrase(clock.left),
    }


def _why_due(letter: Letter, calendar: WorkingCalendar) -> list[Any]:
    steps = why_due(letter.handling, letter.events.all(), calendar=calendar)
    return due_words(steps, calendar=calendar)


def _answers(letter: Letter) -> list[Answered]:
    found = final_replies(letter)
    return [
        Answered(
            reply,
            gettext("The answer") if number == 0 else gettext("An earlier answer"),
            signature(reply.officer, reply.body),
            reply.approved_by.name if reply.approved_by else "",
        )
        for number, reply in enumerate(found)
    ]


def _acts(letter: Letter, said: Said, *, at: datetime) -> dict[str, Any]:
    """The forms of what the writer may do now, each with its token."""
    state = State(letter.handling.state)
    context: dict[str, Any] = {
        "promises": [
            _promised(one, letter, said, at=at) for one in letter.promises.all()
        ]
    }
    if may_happen(EventKind.ADDED, state):
        context["add_form"] = said.forms.get(Purpose.ADD) or AddForm()
        context["add_token"] = seal(letter, Purpose.ADD, at=at)
        context["is_asked"] = is_asked(letter)
        context["question"] = _question(letter) if context["is_asked"] else ""
    if may_happen(EventKind.WITHDRAWN, state):
        context["withdraw_token"] = seal(letter, Purpose.WITHDRAW, at=at)
    if may_rate(letter):
        form = RateForm(may_reopen=may_reopen(letter))
        context["rate_form"] = said.forms.get(Purpose.RATE) or form
        context["rate_token"] = seal(letter, Purpose.RATE, at=at)
    if may_still_ask(letter):
        context["reopen_form"] = said.forms.get(Purpose.REOPEN) or ReopenForm()
        context["reopen_token"] = seal(letter, Purpose.REOPEN, at=at)
    context["rating"] = _rating(letter)
    return context


def may_rate(letter: Letter) -> bool:
    """Whether it has ended and its writer has not rated this round yet."""
    handling = letter.handling
    return may_happen(EventKind.RATED, State(handling.state)) and not any(
        one.round == handling.round for one in letter.ratings.all()
    )


def may_reopen(letter: Letter) -> bool:
    """Whether nobody has asked to open it again; that is asked once."""
    return not _has(letter, EventKind.REOPENING_ASKED)


def may_still_ask(letter: Letter) -> bool:
    """Whether its writer has called it not solved and not asked to open it again."""
    rating = _rating(letter)
    is_unsolved = rating is not None and not rating.is_solved
    state = State(letter.handling.state)
    can_be = may_happen(EventKind.REOPENING_ASKED, state)
    return is_unsolved and can_be and may_reopen(letter)


def _rating(letter: Letter) -> Rating | None:
    """What the writer said of the answer of this round."""
    found = (one for one in letter.ratings.all() if one.round == letter.handling.round)
    return next(found, None)


def is_asked(letter: Letter) -> bool:
    """Whether the last question to the writer is still unanswered."""
    turns = [
        event.kind
        for event in letter.events.all()
        if event.kind in {EventKind.ASKED, EventKind.ADDED}
    ]
    return bool(turns) and turns[-1] == EventKind.ASKED


def _question(letter: Letter) -> str:
    """What the writer was asked last, if it was meant for the writer to read."""
    asked = [one for one in letter.events.all() if one.kind == EventKind.ASKED]
    note = getattr(asked[-1], "note", None)
    return (note.text or "") if note and note.is_for_writer else ""


def _has(letter: Letter, kind: EventKind) -> bool:
    return any(event.kind == kind for event in letter.events.all())


def judging_form(promise: Promise, *, today: date, typed: Any = None) -> PromiseForm:
    """The form of one promise; before its day nobody can call it broken.

    Unless the body said too early that it is done.
    """
    state, has_come = Promise.State(promise.state), promise.due_on <= today
    return PromiseForm(
        typed,
        prefix=f"promise-{promise.pk.hex[-12:]}",
        may_be_undone=state == Promise.State.REPORTED
        or (has_come and state != Promise.State.BROKEN),
    )


def _promised(
    promise: Promise, letter: Letter, said: Said, *, at: datetime
) -> Promised:
    today, state = local_day(at), Promise.State(promise.state)
    words, tone = PROMISE_WORDS[state]
    is_ahead = state == Promise.State.AHEAD and promise.due_on > today
    if state == Promise.State.KEPT or is_ahead:
        return Promised(promise, str(words), tone, None, "")
    form = said.forms.get(promise.pk) or judging_form(promise, today=today)
    assert isinstance(form, PromiseForm)
    token = seal(letter, Purpose.PROMISE, at=at, subject=promise.pk)
    return Promised(promise, str(words), tone, form, token)
