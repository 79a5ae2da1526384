"""What is known of an open letter, in rows: who wrote what to whom, and who has it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from mingbai.letters.models import Handling, Letter, Recusal
from mingbai.letters.register import email_context, telephone_context
from mingbai.lib.danger import NUMBERS
from mingbai.places.keys import key_ring
from mingbai.ui.parts import Fact
from mingbai.ui.words import zh_date, zh_datetime
from mingbai.web.desk.letter_days import other_days
from mingbai.web.desk.letter_open import OpenLetter
from mingbai.web.letter_story import signature
from mingbai.web.letter_words import addressee_words

# More than these are counted; of a county's head there are dozens.
MOST_BODIES: Final = 4


def facts_about(desk: OpenLetter) -> list[Fact]:
    """The rows, those about the writer only for whoever may know the writer."""
    return [
        *_letter(desk),
        *_handling(desk),
        *other_days(desk),
        *_writer(desk),
        *_links(desk),
    ]


def _letter(desk: OpenLetter) -> Iterable[Fact]:
    letter = desk.letter
    yield Fact(gettext("Received"), zh_datetime(letter.received_at))
    yield Fact(gettext("Channel"), letter.get_channel_display())
    yield Fact(gettext("Kind"), _kind(desk))
    yield Fact(
        gettext("To"), addressee_words(letter.addressee_post or letter.addressee_body)
    )
    if letter.power:
        version = desk.power_version
        yield Fact(
            gettext("About the power"),
            version.name if version else letter.power.code,
            href=reverse("public:power", args=[letter.power.code]),
        )
    yield Fact(
        gettext("Publication"),
        gettext("It may be public") if letter.may_publish else gettext("Not public"),
    )


def _kind(desk: OpenLetter) -> str:
    written = str(desk.letter.get_kind_display())
    if not desk.handling.corrected_kind:
        return written
    return gettext("%(kind)s; the writer had called it: %(written)s") % {
        "kind": desk.handling.get_corrected_kind_display(),
        "written": written,
    }


def _handling(desk: OpenLetter) -> Iterator[Fact]:
    letter, handling = desk.letter, desk.handling
    yield Fact(gettext("State"), str(handling.get_state_display()))
    yield Fact(gettext("Now with"), signature(handling.officer, handling.body))
    if desk.recusals:
        yield _kept_away(desk.recusals)
    if handling.section:
        yield Fact(
            gettext("Section"),
            _section(desk),
            note=gettext("The officer set this day, no later than the answer is due")
            if handling.inner_due_on
            else "",
        )
    yield Fact(
        gettext("Due by"),
        zh_date(handling.due_on),
        note=gettext("promised on the receipt: %(day)s")
        % {"day": zh_date(letter.due_on)}
        if letter.due_on != handling.due_on
        else "",
    )
    if handling.round > 1:
        yield Fact(gettext("Round"), str(handling.round))
    if handling.is_urgent:
        yield Fact(gettext("Urgent"), gettext("Danger to life: due the same day"))
    elif handling.hint:
        yield Fact(gettext("Perhaps urgent"), alarm_of(handling))


def _kept_away(recusals: Sequence[Recusal]) -> Fact:
    """Whom somebody named, and in a note the bodies whose people stay away too."""
    named = [
        str(one.post or one.person or one.user)
        for one in recusals
        if one.body_id is None
    ]
    bodies = [str(one.body) for one in recusals if one.whole_body]
    clerks = [str(one.body) for one in recusals if one.is_of_clerks]
    notes = []
    if bodies:
        notes.append(_everybody_in(bodies))
    if clerks:
        notes.append(gettext("clerks of %(bodies)s") % {"bodies": "、".join(clerks)})
    # A person and the own account have one name.
    value = "、".join(dict.fromkeys(named))
    return Fact(gettext("Kept away"), value, note=" · ".join(notes))


def _everybody_in(bodies: Sequence[str]) -> str:
    if len(bodies) <= MOST_BODIES:
        return gettext("everybody in %(bodies)s") % {"bodies": "、".join(bodies)}
    return gettext("everybody in %(body)s and %(count)s other bodies") % {
        "body": bodies[0],
        "count": len(bodies) - 1,
    }


def alarm_of(handling: Handling) -> str:
    """Which number is to be called at once."""
    words = gettext("Its words hint at danger to life; to be called: %(number)s")
    return words % {"number": NUMBERS.get(handling.hint, "110")}


def _section(desk: OpenLetter) -> str:
    handling = desk.handling
    parts = [handling.section]
    if handling.clerk:
        parts.append(handling.clerk.name)
    if handling.inner_due_on:
        parts.append(gettext("by %(day)s") % {"day": zh_date(handling.inner_due_on)})
    return " · ".join(parts)


def _writer(desk: OpenLetter) -> Iterator[Fact]:
    letter, text = desk.letter, desk.letter.text
    yield Fact(gettext("How to answer"), str(letter.get_answer_by_display()))
    if not desk.knows_writer:
        yield Fact(
            gettext("Writer"),
            gettext("Kept from the body; the platform passes the answer on"),
        )
        return
    none = gettext("Not given")
    hidden = gettext("kept from the body") if letter.hides_writer else ""
    yield Fact(gettext("Writer"), text.writer or none, note=hidden)
    yield Fact(gettext("Telephone"), _opened(text.telephone, telephone_context(letter)))
    if text.email is not None:
        yield Fact(gettext("E-mail"), _opened(text.email, email_context(letter)))


def _opened(sealed: bytes | memoryview | None, context: bytes) -> str:
    if sealed is None:
        return gettext("Not given")
    return key_ring().decrypt(bytes(sealed), context=context).decode()


def _links(desk: OpenLetter) -> Iterator[Fact]:
    principal = desk.handling.principal
    if principal:
        yield _link(gettext("Merged into"), principal)
    for merged in desk.merged:
        yield _link(gettext("Merged into this one"), merged)


def _link(term: str, letter: Letter) -> Fact:
    return Fact(term, letter.ref, href=reverse("desk:letter", args=[letter.ref]))
