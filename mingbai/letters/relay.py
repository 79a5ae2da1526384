"""`have_passed_on`: what a writer does not look up, the office is to tell."""

from datetime import datetime

from mingbai.accounts.models import DutyKind
from mingbai.accounts.officer import all_with
from mingbai.letters.models import Letter, Notice, Relay
from mingbai.letters.notices import tell
from mingbai.letters.who_has import not_barred
from mingbai.places.days import local_day


def have_passed_on(letter: Letter, *, at: datetime) -> None:
    """Tell the registrars that the writer waits for a call, a message or an e-mail.

    Not for a writer who looks it up on the site, nor for what another system had.
    """
    if letter.answer_by == Letter.AnswerBy.SITE or letter.is_imported:
        return
    if not waiting(letter):
        Relay.objects.create(letter=letter, at=at)
    day = local_day(at)
    told = not_barred(all_with(DutyKind.REGISTRAR, on=day), letter, on=day)
    tell(told, Notice.Kind.TO_PASS_ON, letter, at=at)


def waiting(letter: Letter) -> bool:
    """Whether the office still has to pass something on; one query."""
    return Relay.objects.filter(letter=letter, ended_at__isnull=True).exists()


def end_relay(letter: Letter, *, at: datetime) -> None:
    """Nothing is to be passed on any more."""
    Relay.objects.filter(letter=letter, ended_at__isnull=True).update(ended_at=at)
