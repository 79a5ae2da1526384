"""The nouns of messages: the record of one that came in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mingbai.lib.guard import Guard
from mingbai.places.models import PlaceOwned


class Channel(models.TextChoices):
    """The ways in. Later issues open more of them."""

    WEB = "web", _("web")


class Message(PlaceOwned):
    """The record of a message that came in: ids, time, digest; never its text."""

    channel = models.CharField(max_length=8, choices=Channel.choices)
    # What makes a repeat the same message: by web the digest of the look-up id.
    key = models.BinaryField(max_length=32)
    # HMAC-SHA256 of the bytes under the look-up key: a bare digest could be guessed.
    digest = models.BinaryField(max_length=32)
    received_at = models.DateTimeField()

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["place", "channel", "key"], name="message_is_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.received_at}"
