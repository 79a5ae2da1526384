"""`save_draft` and `draft_of`: what an official has typed so far of an answer."""

from datetime import date, datetime

from mingbai.accounts.models import User
from mingbai.letters.change import NotNow, handling_of
from mingbai.letters.models import EventKind, Letter, ReplyDraft
from mingbai.letters.standing import facts_of
from mingbai.letters.who_has import not_barred
from mingbai.places.actors import Officer
from mingbai.places.policy import Act, require


def save_draft(*, by: Officer, at: datetime, letter: Letter, text: str) -> None:
    """Keep what was typed, one draft for each official; an empty text throws it away.

    Raises NotNow once the letter is closed. It is nobody's answer yet, so it changes
    nothing of the letter and is no event.
    """
    handling = handling_of(letter)
    require(by, Act.LETTER_DRAFT, facts_of(letter, by, handling=handling))
    if not handling.is_open:
        raise NotNow(EventKind.ANSWERED, handling.state)
    keep_draft(letter, User.objects.get(pk=by.user), text, at=at)


def keep_draft(letter: Letter, user: User, text: str, *, at: datetime) -> None:
    """Write the official's draft of this letter, in the place of the one before."""
    if not text.strip():
        ReplyDraft.objects.filter(letter=letter, user=user).delete()
        return
    # Two pages of the same official may save at once: the later one holds.
    ReplyDraft.objects.bulk_create(
        [ReplyDraft(letter=letter, user=user, text=text, saved_at=at)],
        update_conflicts=True,
        unique_fields=["place", "letter", "user"],
        update_fields=["text", "saved_at"],
    )


def forget_drafts_of_barred(letter: Letter, *, on: date) -> None:
    """Throw away what was typed by whoever must stay away from the letter now."""
    drafts = ReplyDraft.objects.filter(letter=letter)
    writers = [one.user for one in drafts.select_related("user")]
    drafts.exclude(user__in=not_barred(writers, letter, on=on)).delete()


def draft_of(letter: Letter, user: User) -> str:
    """What this official typed of an answer to this letter; empty when nothing."""
    kept = ReplyDraft.objects.filter(letter=letter, user=user).first()
    return kept.text if kept else ""
