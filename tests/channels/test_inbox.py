"""The record of a message: once, and never of two messages."""

from datetime import UTC, datetime

import pytest

from mingbai.channels.inbox import OtherMessage, receive
from mingbai.channels.models import Channel, Message
from mingbai.places.models import Place

KEY, DIGEST = bytes(range(32)), bytes(reversed(range(32)))


def take(digest: bytes = DIGEST) -> Message:
    return receive(channel=Channel.WEB, key=KEY, digest=digest, at=datetime.now(UTC))


def test_another_message_under_the_same_key_is_refused(place: Place) -> None:
    take()
    with pytest.raises(OtherMessage):
        take(digest=KEY)


def test_a_repeat_is_the_same_message(place: Place) -> None:
    assert take() == take()
    assert Message.objects.count() == 1


def test_a_record_holds_no_text(place: Place) -> None:
    names = {field.name for field in Message._meta.get_fields()}
    assert names == {"id", "place", "channel", "key", "digest", "received_at"}
