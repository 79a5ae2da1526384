"""The whole letter on one page, for one official: all that its template prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models import EventKind, LetterEvent, Reply
from mingbai.letters.templates import templates_for
from mingbai.letters.why_due import why_due
from mingbai.ui.parts import Crumb, Event
from mingbai.web.desk.letter_act import Group, LetterAct
from mingbai.web.desk.letter_acts import ACTS, offers
from mingbai.web.desk.letter_facts import alarm_of, facts_about
from mingbai.web.desk.letter_fields import BodyField
from mingbai.web.desk.letter_forms import LetterForm
from mingbai.web.desk.letter_forms_answer import ReplyForm, warnings_of
from mingbai.web.desk.letter_meanwhile import meanwhile
from mingbai.web.desk.letter_open import OpenLetter
from mingbai.web.desk.letter_related import answered_alike, earlier_letters
from mingbai.web.due_words import due_words
from mingbai.web.letter_story import (
    clock_of,
    final_replies,
    signature,
    timeline_of,
)

GROUPS: Final = {
    Group.LEAD: _("For the leader"),
    Group.RULE: _("Rulings"),
    Group.OFFICE: _("Judge and pass on"),
    Group.ANSWER: _("More on the answer"),
    Group.WITHIN: _("Time, sections, other bodies"),
    Group.SUPERVISE: _("Supervision"),
}
# What an act rules upon.
RULED_UPON: Final[Mapping[str, EventKind]] = {
    "rule-return": EventKind.RETURNED,
    "rule-extension": EventKind.EXTENSION_ASKED,
    "rule-reopening": EventKind.REOPENING_ASKED,
}


# What is decided first when the words hint at danger to life.
ALARMS: Final = frozenset({"urgent", "calm"})


@dataclass(frozen=True)
class Posted:
    """A form that came back: refused, warned about, or as it was kept."""

    act: LetterAct
    form: LetterForm
    # The version its page showed.
    seen: int | None = None
    is_too_late: bool = False
    warnings: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """One act as the page shows it."""

    act: LetterAct
    form: LetterForm
    # Otherwise only what was typed is shown, to be copied.
    is_offered: bool = True
    # What would be ruled upon.
    asked: Event | None = None
    warnings: Sequence[str] = ()
    # Beside the answer: it may be kept as a draft.
    has_draft: bool = False
    # Nothing is decided yet about a hint at danger to life.
    is_pressing: bool = False

    @property
    def is_answer(self) -> bool:
        """Whether it is the form of the answer, which has a template of its own."""
        return isinstance(self.form, ReplyForm)

    @property
    def is_open(self) -> bool:
        """Whether it is in sight at once; what came back always is."""
        return self.act.is_open or self.is_pressing or self.form.is_bound


def context_of(
    desk: OpenLetter, posted: Posted | None = None, *, filled: str | None = None
) -> dict[str, Any]:
    """What desk/letter.html prints; `filled` is an answer to begin with."""
    letter, calendar = desk.letter, desk.calendar
    told = timeline_of(letter, today=desk.today, is_inside=True)
    sheets = sheets_of(desk, told, posted, filled=filled)
    events = list(letter.events.all())
    return {
        "letter": letter,
        "handling": desk.handling,
        "additions": letter.additions.all(),
        "clock": clock_of(letter, today=desk.today, calendar=calendar),
        "facts": facts_about(desk),
        "alarm": alarm_of(desk.handling) if desk.is_alarming else "",
        "events": told,
        "due_steps": due_words(
            why_due(desk.handling, events, calendar=calendar), calendar=calendar
        ),
        "answers": [_signed(one) for one in final_replies(letter)],
        "interims": [
            _signed(one)
            for one in letter.replies.all()
            if one.kind == Reply.Kind.INTERIM
        ],
        "parts": _parts(desk, events),
        "promises": letter.promises.all(),
        "ratings": letter.ratings.all(),
        "proposal": desk.proposal,
        "proposal_warnings": _proposal_warnings(desk),
        "earlier": earlier_letters(desk),
        "alike": answered_alike(desk),
        "pressing": [one for one in sheets if one.is_pressing],
        "sheets": [one for one in sheets if one.is_open and not one.is_pressing],
        "folded": _folded(sheets),
        "bodies": desk.bodies if any(map(_names_a_body, sheets)) else [],
        "templates": _templates(desk) if any(one.is_answer for one in sheets) else [],
        "form": posted.form if posted else None,
        "meanwhile": meanwhile(desk, told, seen=posted.seen)
        if posted and posted.is_too_late
        else None,
        "version": _version(desk, posted),
        "above": [Crumb(gettext("Letters"), reverse("desk:queue"))],
    }


def _proposal_warnings(desk: OpenLetter) -> list[str]:
    """What the answer put up lacks, as its writer was told."""
    if desk.proposal is None:
        return []
    text = desk.proposal.text
    return warnings_of(
        desk, text.text or "", [what for what, _day in text.promises or ()]
    )


def _version(desk: OpenLetter, posted: Posted | None) -> int:
    """What the forms of the page have seen.

    Whoever only kept a draft has not been told what others did meanwhile.
    """
    if posted and posted.seen is not None and not posted.is_too_late:
        return posted.seen
    return desk.handling.version


def sheets_of(
    desk: OpenLetter,
    told: Sequence[Event],
    posted: Posted | None,
    *,
    filled: str | None = None,
) -> list[Sheet]:
    """A sheet for each act offered, and for the one that came back."""
    offered = {act.name: act for act in offers(desk)}
    has_draft = "draft" in offered
    if {"reply", "propose"} & set(offered):
        del offered["draft"]
    returned = _standing_for(posted, offered) if posted else ""
    names = [*offered] if not posted or returned in offered else [returned, *offered]
    return [
        Sheet(
            act=ACTS[name],
            form=posted.form
            if posted and name == returned
            else _blank(desk, ACTS[name], filled),
            is_offered=name in offered,
            asked=_asked(desk, ACTS[name], told),
            warnings=posted.warnings if posted and name == returned else (),
            has_draft=has_draft and name != "draft",
            is_pressing=name in ALARMS and desk.is_alarming,
        )
        for name in names
    ]


def _standing_for(posted: Posted, offered: Mapping[str, LetterAct]) -> str:
    """The sheet on which what was posted comes back; all answers share one."""
    if isinstance(posted.form, ReplyForm):
        for name in ("reply", "propose", "draft"):
            if name in offered:
                return name
    return posted.act.name


def _blank(desk: OpenLetter, act: LetterAct, filled: str | None) -> LetterForm:
    initial = {}
    if filled is not None and issubclass(act.form, ReplyForm):
        initial["text"] = filled
    return act.form(desk, prefix=act.prefix, initial=initial)


def _asked(desk: OpenLetter, act: LetterAct, told: Sequence[Event]) -> Event | None:
    kind = RULED_UPON.get(act.name)
    if kind is None:
        return None
    events = list(desk.letter.events.all())
    places = [place for place, event in enumerate(events) if event.kind == kind]
    if not places:
        return None
    asked = told[places[-1]]
    if kind == EventKind.EXTENSION_ASKED and desk.extension:
        days = gettext("It asks for %(days)s more working days.")
        return replace(asked, who=days % {"days": desk.extension.days})
    return asked


def _folded(sheets: Sequence[Sheet]) -> list[tuple[str, list[Sheet]]]:
    found = [
        (
            str(words),
            [one for one in sheets if one.act.group is group and not one.is_open],
        )
        for group, words in GROUPS.items()
    ]
    return [(words, some) for words, some in found if some]


def _names_a_body(sheet: Sheet) -> bool:
    return any(isinstance(field, BodyField) for field in sheet.form.fields.values())


def _templates(desk: OpenLetter) -> list[tuple[str, str]]:
    """Each name begins with its figure, so that one key chooses it."""
    found = templates_for(desk.handling.body, kind=desk.handling.kind)
    return [
        (one.pk, f"{figure} {one.name}") for figure, one in enumerate(found, start=1)
    ]


@dataclass(frozen=True)
class Signed:
    """An answer and who signed it."""

    reply: Reply
    words: str


def _signed(reply: Reply) -> Signed:
    return Signed(reply, signature(reply.officer, reply.body))


@dataclass(frozen=True)
class Part:
    """Another body's part, with what it wrote once it has."""

    assist: Any
    text: str


def _parts(desk: OpenLetter, events: Sequence[LetterEvent]) -> list[Part]:
    return [
        Part(assist, _given(events, assist.body_id))
        for assist in desk.letter.assists.all()
    ]


def _given(events: Sequence[LetterEvent], body: object) -> str:
    """The words of the newest part that this body gave."""
    texts = [
        event.note.text or ""
        for event in events
        if event.kind == EventKind.ASSIST_GIVEN
        and event.to_body_id == body
        and hasattr(event, "note")
    ]
    return texts[-1] if texts else ""
