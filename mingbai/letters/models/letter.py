"""The letter as it came: its record and its words."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.channels.models import Channel, Message
from mingbai.ledger.models import Leaf
from mingbai.lib.guard import Guard
from mingbai.lib.numbering import format_ref
from mingbai.places.models import Body, PlaceOwned, Post
from mingbai.places.scoping import PlaceManager
from mingbai.powers.models import Power


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters with what a page shows of them."""

    def whole(self) -> Self:
        """With words, handling, events and replies, in a fixed number of queries."""
        return self.select_related(
            "text",
            "leaf",
            "handling__body",
            "handling__officer",
            "addressee_post",
            "addressee_body",
            "power",
        ).prefetch_related(
            "events__officer",
            "events__to_body",
            "events__to_officer",
            "events__from_body",
            "events__post",
            "events__other",
            "events__note",
            "replies__text",
            "replies__officer",
            "replies__approved_by",
            "replies__body",
            "additions",
            "assists__body",
            "assists__officer",
            "recusals",
            "promises__body",
            "ratings",
            "extensions",
        )


class Letter(PlaceOwned):
    """The record of one letter: number, days, digests; it holds no text."""

    class Kind(models.TextChoices):
        ASK = "ask", _("Ask")
        SUGGEST = "suggest", _("Suggest")
        COMPLAIN = "complain", _("Complain")
        # 政府信息公开条例 (2019) art. 33: twenty working days.
        DISCLOSE = "disclose", _("Ask for disclosure")

    class AnswerBy(models.TextChoices):
        SITE = "site", _("On this site only")
        TELEPHONE = "telephone", _("By telephone")
        SMS = "sms", _("By text message")
        EMAIL = "email", _("By e-mail")

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
    # How the writer would like to hear; the site shows the answer in any case.
    answer_by = models.CharField(
        max_length=9, choices=AnswerBy.choices, default=AnswerBy.SITE
    )
    # Name and ways to reach the writer are kept from the body; the platform passes on.
    hides_writer = models.BooleanField(default=False)
    # SHA-256 of the receipt's look-up id; None for imported letters.
    lookup_digest = models.BinaryField(max_length=32, null=True)
    c0 = models.BinaryField(max_length=32)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")
    # The letter's id in the system it was brought from; empty for our own.
    source_id = models.CharField(max_length=64, blank=True)

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    objects: ClassVar = PlaceManager.from_queryset(LetterQuerySet)()

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
        indexes = [
            models.Index(fields=["place", "power"], name="letter_by_power"),
            models.Index(
                fields=["place", "received_on", "year", "number"], name="letter_by_day"
            ),
            models.Index(
                fields=["place", "addressee_post", "year", "number"],
                condition=Q(addressee_post__isnull=False),
                name="letter_to_a_leader",
            ),
        ]

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

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="text")
    title = models.TextField(null=True)
    verbatim = models.BinaryField(null=True)
    charset = models.CharField(max_length=16, default="utf-8")
    writer = models.TextField(null=True)
    # AES-GCM under the field key, with a keyed HMAC to find it again.
    telephone = models.BinaryField(null=True)
    telephone_hmac = models.BinaryField(max_length=32, null=True)
    email = models.BinaryField(null=True)
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
            "email",
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
