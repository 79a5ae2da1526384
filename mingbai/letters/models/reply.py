"""The answer: its record and its words, and what comes before it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.ledger.models import Leaf
from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, PlaceOwned


class Reply(PlaceOwned):
    """The record of an answer: who signed it, for which body, when."""

    class Kind(models.TextChoices):
        FINAL = "final", _("Final reply")
        INTERIM = "interim", _("Interim reply")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="replies"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    round = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    # The user who answers for it; on imports the one named in the command.
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    # The head who approved it, where the body wants that.
    approved_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
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
                fields=["place", "letter", "round"],
                condition=Q(kind="final"),
                name="reply_is_final_once_a_round",
            ),
        ]
        indexes = [models.Index(fields=["place", "letter"], name="reply_by_letter")]

    def __str__(self) -> str:
        return f"{self.letter}: {self.kind}"


class ReplyText(PlaceOwned):
    """The words of an answer; erasable once."""

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="text")
    text = models.TextField(null=True)

    guard: ClassVar[Guard] = Guard(
        append_only=True, erasable=("text",), app="select insert update"
    )

    class Meta(PlaceOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.reply)


class ReplyDraft(PlaceOwned):
    """What an official has typed so far of an answer to a letter; thrown away later."""

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="drafts"
    )
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["place", "letter", "user"], name="draft_is_one_a_user"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.user}"


class Proposal(PlaceOwned):
    """An answer put up for the head's approval."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")
        # The letter was withdrawn or taken elsewhere meanwhile.
        DROPPED = "dropped", _("Dropped")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="proposals"
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    at = models.DateTimeField()
    # One answer for all letters merged into this one.
    is_for_merged = models.BooleanField(default=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "letter"],
                condition=Q(outcome=""),
                name="proposal_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "letter"], name="proposal_by_letter"),
        ]

    def __str__(self) -> str:
        return str(self.letter)


class ProposalText(PlaceOwned):
    """The words put up for approval, and the promises in them; erasable once."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, related_name="text"
    )
    text = models.TextField(null=True)
    # [[what, ISO day], ...]
    promises = models.JSONField(null=True)

    guard: ClassVar[Guard] = Guard(
        append_only=True, erasable=("text", "promises"), app="select insert update"
    )

    class Meta(PlaceOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.proposal)


class ReplyTemplate(PlaceOwned):
    """An answer with slots, for the whole place or for one body."""

    name = models.CharField(max_length=48)
    # None: for everybody.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    text = models.TextField()
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["rank", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "body", "name"],
                condition=Q(body__isnull=False),
                name="template_name_is_its_bodys_own",
            ),
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=Q(body__isnull=True),
                name="template_name_is_its_own",
            ),
        ]

    def __str__(self) -> str:
        return self.name
