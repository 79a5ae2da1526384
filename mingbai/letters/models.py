"""The nouns of a letter: record, text, handling, event, reply, tally."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.channels.models import Channel, Message
from mingbai.ledger.models import Leaf
from mingbai.lib.guard import Guard
from mingbai.lib.numbering import format_ref
from mingbai.places.models import Body, PlaceOwned, Post
from mingbai.powers.models import Power


class Letter(PlaceOwned):
    """The record of one letter: number, days, digests; it holds no text."""

    class Kind(models.TextChoices):
        ASK = "ask", _("Ask")
        SUGGEST = "suggest", _("Suggest")
        COMPLAIN = "complain", _("Complain")

    year = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    channel = models.CharField(max_length=8, choices=Channel.choices)
    # None for letters brought from another system.
    message = models.OneToOneField(
        Message, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # Both None: the writer does not know who is in charge.
    addressee_post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    addressee_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    power = models.ForeignKey(
        Power,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="letters",
    )
    received_at = models.DateTimeField()
    # The place's local day of receipt, as committed to in the leaf.
    received_on = models.DateField()
    # The day promised on the receipt, as committed to in the leaf; never changed.
    due_on = models.DateField()
    may_publish = models.BooleanField(default=False)
    # SHA-256 of the receipt's look-up id; None for imported letters.
    lookup_digest = models.BinaryField(max_length=32, null=True)
    c0 = models.BinaryField(max_length=32)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")
    # The letter's id in the system it was brought from; empty for our own.
    source_id = models.CharField(max_length=64, blank=True)

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year", "number"], name="letter_is_numbered"
            ),
            models.UniqueConstraint(
                fields=["place", "lookup_digest"], name="letter_has_one_receipt"
            ),
            models.UniqueConstraint(
                fields=["place", "source_id"],
                condition=~Q(source_id=""),
                name="letter_is_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(addressee_post__isnull=True)
                | Q(addressee_body__isnull=True),
                name="letter_has_one_addressee_at_most",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="letter_numbers_begin_at_one"
            ),
        ]
        indexes = [models.Index(fields=["place", "power"], name="letter_by_power")]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The registration number as people write it, such as 26-0048213."""
        return format_ref(self.year, self.number)

    @property
    def is_imported(self) -> bool:
        """Whether it was brought from another system, and so is no proof of time."""
        return self.source_id != ""


class LetterText(PlaceOwned):
    """What the writer wrote, byte for byte; personal, erasable once."""

    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, related_name="text"
    )
    title = models.TextField(null=True)
    verbatim = models.BinaryField(null=True)
    charset = models.CharField(max_length=16, default="utf-8")
    writer = models.TextField(null=True)
    # AES-GCM under the field key, with a keyed HMAC to find it again.
    telephone = models.BinaryField(null=True)
    telephone_hmac = models.BinaryField(max_length=32, null=True)
    # Lies beside the text so that an edited letter is found, until it is erased.
    commitment_key = models.BinaryField(max_length=32, null=True)

    guard: ClassVar[Guard] = Guard(
        append_only=True,
        erasable=(
            "title",
            "verbatim",
            "writer",
            "telephone",
            "telephone_hmac",
            "commitment_key",
        ),
        app="select insert update",
    )

    class Meta(PlaceOwned.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["place", "telephone_hmac"], name="text_by_telephone"),
        ]

    def __str__(self) -> str:
        return str(self.letter)

    @property
    def body(self) -> str:
        """The text as read; empty once erased."""
        return bytes(self.verbatim or b"").decode(self.charset, errors="replace")


class Handling(PlaceOwned):
    """Where a letter stands now: who has it and until when. Events tell how it came."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        ROUTED = "routed", _("With a body")
        ANSWERED = "answered", _("Answered")

    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, related_name="handling"
    )
    state = models.CharField(max_length=10, choices=State.choices)
    # None while it lies with the registrar's office.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    due_on = models.DateField()
    # The deadline reaches a year whose calendar is not loaded yet.
    is_provisional = models.BooleanField(default=False)
    # None while open.
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False)
                | (~Q(state="answered") & Q(answered_at__isnull=True)),
                name="handling_is_answered_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "due_on", "id"],
                condition=Q(answered_at__isnull=True),
                name="handling_open",
            ),
            models.Index(
                fields=["place", "body", "due_on", "id"],
                condition=Q(answered_at__isnull=True),
                name="handling_open_by_body",
            ),
            models.Index(
                fields=["place", "officer", "due_on", "id"],
                condition=Q(answered_at__isnull=True),
                name="handling_open_by_officer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.state}"


class LetterEvent(PlaceOwned):
    """One thing that happened to a letter; append-only, in the order of its time."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        ROUTED = "routed", _("Transferred")
        ANSWERED = "answered", _("Answered")
        REDATED = "redated", _("Due day set by the new calendar")

    class Actor(models.TextChoices):
        WRITER = "writer", _("The writer")
        OFFICER = "officer", _("An official")
        SYSTEM = "system", _("The platform")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="events"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
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
    from_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
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
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.kind}"


class EventNote(PlaceOwned):
    """What an official wrote to a colleague with an event; erasable once."""

    event = models.OneToOneField(
        LetterEvent, on_delete=models.PROTECT, related_name="note"
    )
    text = models.TextField(null=True)

    guard: ClassVar[Guard] = Guard(
        append_only=True, erasable=("text",), app="select insert update"
    )

    class Meta(PlaceOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.event)


class Reply(PlaceOwned):
    """The record of an answer: who signed it, for which body, when."""

    class Kind(models.TextChoices):
        FINAL = "final", _("Final reply")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="replies"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    # The user who answers for it; on imports the one named in the command.
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    # None when the registrar's office answered directly.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # None on imports: letter and reply share the letter's leaf.
    leaf = models.OneToOneField(
        Leaf, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "letter"],
                condition=Q(kind="final"),
                name="reply_is_final_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.kind}"


class ReplyText(PlaceOwned):
    """The words of an answer; erasable once."""

    reply = models.OneToOneField(
        Reply, on_delete=models.PROTECT, related_name="text"
    )
    text = models.TextField(null=True)

    guard: ClassVar[Guard] = Guard(
        append_only=True, erasable=("text",), app="select insert update"
    )

    class Meta(PlaceOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.reply)


class Tally(PlaceOwned):
    """A piece of a count; the count is the sum. The worker folds pieces together."""

    class Count(models.TextChoices):
        RECEIVED = "received", "received"
        OPEN = "open", "open"
        IN_TIME = "in_time", "in time"
        LATE = "late", "late"

    count = models.CharField(max_length=8, choices=Count.choices)
    # The body that has or answered it; None is the registrar's office.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # For OPEN the due day, for the others the day it happened.
    day = models.DateField()
    pieces = models.IntegerField()

    class Meta(PlaceOwned.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["place", "count", "day"], name="tally_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.day}: {self.pieces:+d}"
