"""`tie_up`: what still hangs on a letter when its handling ends."""

from datetime import datetime

from mingbai.letters import tally
from mingbai.letters.change import Change, change
from mingbai.letters.models import (
    Assist,
    EventKind,
    Extension,
    Handling,
    Letter,
    Proposal,
    ReplyDraft,
    Ruling,
)
from mingbai.places.actors import Actor
from mingbai.places.days import local_day


def tie_up(handling: Handling, *, by: Actor, at: datetime) -> None:
    """End open parts of other bodies, and what still waits for a ruling or approval."""
    letter = handling.letter
    for assist in Assist.objects.filter(
        letter=letter, state=Assist.State.OPEN
    ).select_related("body"):
        end_assist(handling, assist, by=by, at=at)
    drop_extension(letter, at=at)
    drop_proposal(letter, at=at)


def drop_extension(letter: Letter, *, at: datetime) -> None:
    """An extension that nobody has ruled upon is asked for no more."""
    for extension in Extension.objects.filter(letter=letter, ruling=""):
        Extension.objects.filter(pk=extension.pk).update(
            ruling=Ruling.DROPPED, ruled_at=at
        )
        settle_extension(extension)


def drop_proposal(letter: Letter, *, at: datetime) -> None:
    """An answer that waits for approval is put up no more."""
    Proposal.objects.filter(letter=letter, outcome="").update(
        outcome=Proposal.Outcome.DROPPED, decided_at=at
    )
    # What somebody had typed of an answer serves nobody any more.
    ReplyDraft.objects.filter(letter=letter).delete()


def end_assist(handling: Handling, assist: Assist, *, by: Actor, at: datetime) -> None:
    """The other body's part is no longer needed."""
    Assist.objects.filter(pk=assist.pk).update(state=Assist.State.ENDED, ended_at=at)
    tally.add(tally.Count.ASSIST, body=assist.body_id, day=assist.due_on, pieces=-1)
    change(
        handling,
        Change(
            kind=EventKind.ASSIST_ENDED,
            tells={"to_body": assist.body},
            facts={"body": assist.body.slug},
        ),
        by=by,
        at=at,
    )


def settle_extension(extension: Extension) -> None:
    """It waits for a ruling no more."""
    tally.add(
        tally.Count.EXTENSION,
        body=extension.body_id,
        day=local_day(extension.asked_at),
        pieces=-1,
    )
