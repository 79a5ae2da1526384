"""`receive`: a message came in; its record is written once, its bytes nowhere."""

from datetime import datetime

from mingbai.channels.models import Channel, Message


class OtherMessage(Exception):
    """The key was used before, for a message with other bytes."""


def receive(*, channel: Channel, key: bytes, digest: bytes, at: datetime) -> Message:
    """Write the record of a message, or give the one written before.

    `key` (32 bytes) makes a repeat the same message; `digest` (32 bytes) is the
    keyed HMAC of its bytes. The same key with another digest raises OtherMessage.
    """
    # One statement that waits for a rival and then does nothing, instead of a
    # savepoint that fails.
    Message.objects.bulk_create(
        [Message(channel=channel, key=key, digest=digest, received_at=at)],
        ignore_conflicts=True,
    )
    message = Message.objects.get(channel=channel, key=key)
    if bytes(message.digest) != digest:
        raise OtherMessage
    return message
