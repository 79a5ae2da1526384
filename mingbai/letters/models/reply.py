"""The answer: its record and its words."""

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

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="text")
    text = models.TextField(null=True)

    guard: ClassVar[Guard] = Guard(
        append_only=True, erasable=("text",), app="select insert update"
    )

    class Meta(PlaceOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.reply)
