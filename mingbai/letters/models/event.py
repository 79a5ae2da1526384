"""Everything that happened to a letter, in the order of its time; append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.ledger.models import Leaf
from mingbai.letters.models.handling import State
from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, PlaceOwned, Post


class EventKind(models.TextChoices):
    """What can happen to a letter; its ledger event is called `letter.<kind>`."""

    REGISTERED = "registered", _("Registered")
    CLAIMED = "claimed", _("Taken in hand")
    CORRECTED = "corrected", _("Kind corrected")
    HELD = "held", _("Held")
    RESUMED = "resumed", _("Taken up again")
    DECLINED = "declined", _("Not accepted")
    MERGED = "merged", _("Merged into another letter")
    RELEASED = "released", _("Parted from the other letter")
    ROUTED = "routed", _("Transferred")
    RETURNED = "returned", _("Returned as not ours")
    REASSIGNED = "reassigned", _("Return upheld, passed on")
    SENT_AGAIN = "sent_again", _("Return refused")
    HANDED_OVER = "handed_over", _("Handed to a section")
    ASSIST_ASKED = "assist_asked", _("Another body asked to assist")
    ASSIST_GIVEN = "assist_given", _("Another body gave its part")
    ASSIST_ENDED = "assist_ended", _("Assistance no longer needed")
    RECUSED = "recused", _("Somebody kept away from it")
    EXTENSION_ASKED = "extension_asked", _("Extension asked for")
    EXTENDED = "extended", _("Extended")
    EXTENSION_REFUSED = "extension_refused", _("Extension refused")
    REDATED = "redated", _("Due day set by the new calendar")
    ASKED = "asked", _("Question to the writer")
    ADDED = "added", _("Added to by the writer")
    INTERIM = "interim", _("Interim reply")
    PASSED_ON = "passed_on", _("Passed on to the writer")
    PROPOSED = "proposed", _("Answer put up for approval")
    SENT_BACK = "sent_back", _("Answer sent back")
    ANSWERED = "answered", _("Answered")
    PROMISE_DUE = "promise_due", _("A promised day came")
    PROMISE_REPORTED = "promise_reported", _("The body says it is done")
    PROMISE_KEPT = "promise_kept", _("The writer says it is done")
    PROMISE_BROKEN = "promise_broken", _("The writer says it is not done")
    READ = "read", _("Read by the leader")
    INSTRUCTED = "instructed", _("Instruction by the leader")
    PRESSED = "pressed", _("Pressed for")
    ESCALATED = "escalated", _("Brought before the leader in charge")
    URGENT = "urgent", _("Danger to life: due the same day")
    HINTED = "hinted", _("Danger to life in a letter merged into it")
    CALMED = "calmed", _("Found to be no danger to life")
    RATED = "rated", _("Rated by the writer")
    REOPENING_ASKED = "reopening_asked", _("The writer asks to reopen")
    REOPENED = "reopened", _("Opened again")
    REOPENING_REFUSED = "reopening_refused", _("Not opened again")
    WITHDRAWN = "withdrawn", _("Withdrawn by the writer")


class LetterEvent(PlaceOwned):
    """One thing that happened to a letter: who, when, from where, to where, why."""

    Kind = EventKind

    class Actor(models.TextChoices):
        WRITER = "writer", _("The writer")
        OFFICER = "officer", _("An official")
        SYSTEM = "system", _("The platform")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="events"
    )
    kind = models.CharField(max_length=17, choices=EventKind.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=7, choices=Actor.choices)
    # None unless an official acted.
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    from_state = models.CharField(max_length=10, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=State.choices, blank=True)
    from_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # The body it went to, or that was asked to assist, or that a return proposes.
    to_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    to_officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # The leader's post: of a reading, an instruction, or before whom it was brought;
    # or the post whose holder is complained of, as the writer named it.
    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # The letter it was merged into, or a merged one that tells of danger.
    other = models.ForeignKey(
        Letter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # A code: the reason of not accepting it, the kind it was corrected to, the level,
    # how it was passed on.
    reason = models.CharField(max_length=24, blank=True)
    section = models.CharField(max_length=48, blank=True)
    due_on = models.DateField(null=True, blank=True)
    # None for what an import brought, and for registration, which has its own leaf.
    leaf = models.OneToOneField(
        Leaf, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["place", "letter", "at"], name="event_by_letter"),
            models.Index(
                fields=["place", "post"],
                condition=Q(kind="escalated"),
                name="event_brought_before",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.kind}"


class EventNote(PlaceOwned):
    """The words that go with an event; erasable once.

    Some are for the writer, such as a reason or a question; others stay inside.
    """

    event = models.OneToOneField(
        LetterEvent, on_delete=models.PROTECT, related_name="note"
    )
    text = models.TextField(null=True)
    is_for_writer = models.BooleanField(default=False)

    guard: ClassVar[Guard] = Guard(
        append_only=True, erasable=("text",), app="select insert update"
    )

    class Meta(PlaceOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.event)
