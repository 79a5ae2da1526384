"""Who takes part in a letter, and who must not: assisting bodies, recusals."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, Person, PlaceOwned, Post


class Assist(PlaceOwned):
    """Another body's part in a letter, with its own clock; events hold the words."""

    class State(models.TextChoices):
        OPEN = "open", _("Asked for")
        GIVEN = "given", _("Given")
        ENDED = "ended", _("No longer needed")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="assists"
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
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    is_provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "letter", "body"],
                condition=Q(state="open"),
                name="assist_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="assist_ends_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "letter"], name="assist_by_letter"),
            models.Index(
                fields=["place", "body", "due_on", "id"],
                condition=Q(state="open"),
                name="assist_open_by_body",
            ),
            models.Index(
                fields=["place", "due_on", "id"],
                condition=Q(state="open"),
                name="assist_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.body}"


def _of_one(*columns: str) -> Q:
    """Exactly one of these columns is set."""
    found = Q()
    for chosen in columns:
        found |= Q(**{f"{one}__isnull": one != chosen for one in columns})
    return found


class Recusal(PlaceOwned):
    """Somebody, or all who work for a body, may neither see nor handle a letter.

    信访工作条例 (2022) art. 28. Written as it stood on that day: whoever is complained
    of stays away even from another post and with another account, and whoever follows
    in the post does not. It holds for accounts and duties of later days.
    """

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="recusals"
    )
    # One of the four. An account;
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # whoever speaks for this person, with whichever account;
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # the post that was named: who reads its letters and speaks for no person;
    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # all who work for a body,
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # or its clerks alone. The database knows it too: an older release writes without.
    is_of_clerks = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField()

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=_of_one("user", "person", "post", "body"),
                name="recusal_is_of_one",
            ),
            models.CheckConstraint(
                condition=Q(is_of_clerks=False) | Q(body__isnull=False),
                name="recusal_of_clerks_names_a_body",
            ),
            models.UniqueConstraint(
                fields=["place", "letter", "user"],
                condition=Q(user__isnull=False),
                name="recusal_of_a_user_once",
            ),
            models.UniqueConstraint(
                fields=["place", "letter", "person"],
                condition=Q(person__isnull=False),
                name="recusal_of_a_person_once",
            ),
            models.UniqueConstraint(
                fields=["place", "letter", "post"],
                condition=Q(post__isnull=False),
                name="recusal_of_a_post_once",
            ),
            models.UniqueConstraint(
                fields=["place", "letter", "body", "is_of_clerks"],
                condition=Q(body__isnull=False),
                name="recusal_of_a_body_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "user"],
                condition=Q(user__isnull=False),
                name="recusal_by_user",
            ),
            models.Index(
                fields=["place", "person"],
                condition=Q(person__isnull=False),
                name="recusal_by_person",
            ),
            models.Index(
                fields=["place", "post"],
                condition=Q(post__isnull=False),
                name="recusal_by_post",
            ),
            models.Index(
                fields=["place", "body"],
                condition=Q(body__isnull=False),
                name="recusal_by_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.user or self.person or self.post or self.body}"

    @property
    def whole_body(self) -> UUID | None:
        """The body all of whose people must stay away, where it names one."""
        return None if self.is_of_clerks else self.body_id
