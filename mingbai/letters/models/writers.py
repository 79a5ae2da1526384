"""What the writer does afterwards: adds, rates."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models.event import LetterEvent
from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import PlaceOwned


class Addition(PlaceOwned):
    """What the writer added, byte for byte; its event's leaf holds the digest."""

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="additions"
    )
    event = models.OneToOneField(
        LetterEvent, on_delete=models.PROTECT, related_name="addition"
    )
    at = models.DateTimeField()
    verbatim = models.BinaryField(null=True)
    charset = models.CharField(max_length=16, default="utf-8")

    guard: ClassVar[Guard] = Guard(
        append_only=True, erasable=("verbatim",), app="select insert update"
    )

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["place", "letter"], name="addition_by_letter")]

    def __str__(self) -> str:
        return f"{self.letter} {self.at}"

    @property
    def body(self) -> str:
        """The text as read; empty once erased."""
        return bytes(self.verbatim or b"").decode(self.charset, errors="replace")


class Level(models.IntegerChoices):
    """The five levels of 好差评 (国办发〔2019〕51号), best first by number."""

    VERY_SATISFIED = 5, _("Very satisfied")
    SATISFIED = 4, _("Satisfied")
    FAIRLY_SATISFIED = 3, _("Fairly satisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    VERY_DISSATISFIED = 1, _("Very dissatisfied")


class Rating(PlaceOwned):
    """The writer's last word on an answer, once a round."""

    Level = Level

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="ratings"
    )
    round = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    is_solved = models.BooleanField()
    at = models.DateTimeField()
    remark = models.TextField(null=True)

    guard: ClassVar[Guard] = Guard(
        append_only=True, erasable=("remark",), app="select insert update"
    )

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "letter", "round"], name="rating_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="rating_has_five_levels"
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "at", "id"],
                condition=Q(level__lte=2),
                name="rating_dissatisfied",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.level}"
