"""The nouns of staff: user, duty, the asking for a duty or a reset, session."""

from datetime import date
from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mingbai.lib.guard import Guard
from mingbai.places.models import Body, Person, Place, PlaceOwned, Post
from mingbai.places.scoping import PlaceManager, current_place_id


class User(AbstractBaseUser, PlaceOwned):
    """An official who signs in. What they may do is in their duties alone."""

    login = models.CharField(max_length=48)
    name = models.CharField(max_length=48)
    # None for an account that speaks for no office-holder, such as a registrar.
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["place", "login"], name="user_login_is_its_own"
            ),
        ]
        indexes = [models.Index(fields=["place", "person"], name="user_by_person")]

    def __str__(self) -> str:
        return self.name


class DutyKind(models.TextChoices):
    """What an official may be trusted with."""

    REGISTRAR = "registrar", _("Registrar")
    OFFICER = "officer", _("Responsible officer")
    # Signs nothing, drafts: works on a letter inside the body.
    CLERK = "clerk", _("Clerk of a body")
    # Approves the body's answers where the body wants that.
    HEAD = "head", _("Head of a body")
    LEADER = "leader", _("Leader")
    # Told of danger to life at any hour.
    WATCH = "watch", _("Duty officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    INSPECTOR = "inspector", _("Inspector")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")
    REPORT_CLERK = "report_clerk", _("Report clerk")


# These are held for a body.
INSIDE_A_BODY: Final = frozenset({DutyKind.OFFICER, DutyKind.CLERK, DutyKind.HEAD})


class Duty(PlaceOwned):
    """A user holds a duty from a day; an officer for a body, a leader for a post."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, db_index=False, related_name="duties"
    )
    kind = models.CharField(max_length=13, choices=DutyKind.choices)
    # Set for officers, clerks and heads alone: the body they work for.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="duties",
    )
    # Set for leaders alone: the post whose letters they read.
    post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="duties",
    )
    # A deputy answers for the body between two days, in the officer's stead.
    is_deputy = models.BooleanField(default=False)
    since = models.DateField()
    # None: until further notice. The day itself still counts.
    until = models.DateField(null=True, blank=True)

    # Duties end; they are never deleted.
    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=sorted(INSIDE_A_BODY), body__isnull=False)
                | (~Q(kind__in=sorted(INSIDE_A_BODY)) & Q(body__isnull=True)),
                name="duty_inside_a_body_names_it",
            ),
            models.CheckConstraint(
                condition=Q(kind="leader", post__isnull=False)
                | (~Q(kind="leader") & Q(post__isnull=True)),
                name="duty_of_a_leader_names_a_post",
            ),
            models.CheckConstraint(
                condition=Q(is_deputy=False) | Q(kind="officer", until__isnull=False),
                name="duty_of_a_deputy_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="duty_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "user"], name="duty_by_user"),
            models.Index(fields=["place", "kind", "body"], name="duty_by_body"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"

    def holds_on(self, day: date) -> bool:
        """Whether the duty is held on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Asking(PlaceOwned):
    """One official asks that a duty be granted or ended, or a factor reset.

    Another one, who is not the one concerned, confirms or refuses it.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", _("Grant a duty")
        END = "end", _("End a duty")
        RESET = "reset", _("Reset the second factor")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")

    kind = models.CharField(max_length=5, choices=Kind.choices)
    concerned = models.ForeignKey(
        User, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    # For grants: what is to be granted. For endings: the duty itself.
    duty_kind = models.CharField(max_length=13, choices=DutyKind.choices, blank=True)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    is_deputy = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    duty = models.ForeignKey(
        Duty, on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    # None when asked on the server, by the system.
    asked_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    asked_at = models.DateTimeField()
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
        ordering = ["-asked_at"]
        indexes = [
            models.Index(
                fields=["place", "asked_at"],
                condition=Q(outcome=""),
                name="asking_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.concerned}"


class Session(AbstractBaseSession):
    """A signed-in browser; it belongs to the place it was opened in."""

    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        default=current_place_id,
        editable=False,
        db_index=False,
        related_name="+",
    )
    # None until somebody has signed in; so that all of a user's can be ended.
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
    )

    guard: ClassVar[Guard] = Guard()

    # Django's own manager offers to save; the store does that.
    objects: ClassVar[PlaceManager["Session"]] = PlaceManager()  # type: ignore[assignment]

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["place", "expire_date"], name="session_by_expiry"),
            models.Index(fields=["place", "user"], name="session_by_user"),
        ]
