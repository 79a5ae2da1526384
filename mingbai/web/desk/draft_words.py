"""Drafts in words: what they are, where they stand, who did what, who is next."""

from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.accounts.officer import held_on
from mingbai.powers.models import Draft
from mingbai.ui.parts import Event
from mingbai.ui.words import zh_datetime

TONES: Final = {
    Draft.State.WRITTEN: "amber",
    Draft.State.REVIEWED: "amber",
    Draft.State.SENT_BACK: "red",
    Draft.State.PUBLISHED: "blue",
    Draft.State.WITHDRAWN: "quiet",
}


def tone_of(draft: Draft) -> str:
    """The colour that goes with the word of its state."""
    return TONES[Draft.State(draft.state)]


def kind_words(draft: Draft) -> str:
    """New, changed, or to be repealed."""
    if draft.kind == Draft.Kind.REPEAL:
        return gettext("Repeal")
    first = draft.version is not None and draft.version.number == 1
    is_new = first or draft.power_id is None
    return gettext("New power") if is_new else gettext("Change")


def name_of(user: User | None) -> str:
    """The official's name; the server has none."""
    return user.name if user else gettext("An import on the server")


def story_of(draft: Draft) -> list[Event]:
    """Who wrote, looked and decided, and when."""
    events = [Event(draft.written_at, gettext("Written"), name_of(draft.written_by))]
    if draft.reviewed_at:
        title = gettext("Passed the secrecy review")
        events.append(Event(draft.reviewed_at, title, name_of(draft.reviewed_by)))
    if draft.decided_at:
        title = str(Draft.State(draft.state).label)
        who, said = name_of(draft.decided_by), draft.remark
        events.append(Event(draft.decided_at, title, who, said))
    return events


def what_happened(draft: Draft) -> str:
    """What somebody else has done with it meanwhile, in a sentence."""
    by, at = draft.decided_by, draft.decided_at
    sentences = {
        Draft.State.PUBLISHED: gettext("%(name)s has approved it, %(at)s."),
        Draft.State.SENT_BACK: gettext("%(name)s has sent it back, %(at)s."),
        Draft.State.WITHDRAWN: gettext("%(name)s has withdrawn it, %(at)s."),
        Draft.State.REVIEWED: gettext(
            "%(name)s has passed it in the secrecy review, %(at)s."
        ),
        Draft.State.WRITTEN: gettext("%(name)s has written it anew, %(at)s."),
    }
    if draft.state == Draft.State.WRITTEN:
        by, at = draft.written_by, draft.written_at
    elif draft.state == Draft.State.REVIEWED:
        by, at = draft.reviewed_by, draft.reviewed_at
    said = {"name": name_of(by), "at": zh_datetime(at or draft.written_at)}
    return sentences[Draft.State(draft.state)] % said


def who_can(draft: Draft, today: date) -> list[str]:
    """The names of those who may take the next step of the draft; one query."""
    if draft.state == Draft.State.REVIEWED:
        kinds = [DutyKind.EDITOR, DutyKind.ADMINISTRATOR]
        barred: UUID | None = draft.written_by_id or draft.reviewed_by_id
    else:
        kinds, barred = [DutyKind.EDITOR], draft.written_by_id
    held = Duty.objects.filter(held_on(today), kind__in=kinds, user__is_active=True)
    if barred:
        held = held.exclude(user=barred)
    names = held.order_by("user__name").values_list("user__name", flat=True)
    return list(dict.fromkeys(names))
