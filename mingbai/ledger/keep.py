"""The verb that keeps a signed checkpoint in the database before it is shown."""

from datetime import datetime
from uuid import UUID

from mingbai.ledger.models import Checkpoint
from mingbai.lib.tlog.checkpoint import parse_checkpoint
from mingbai.lib.tlog.note import parse


class AnotherHistory(Exception):
    """Another root of this size was kept before."""


def keep(*, log: UUID, note: str, at: datetime) -> Checkpoint:
    """The kept checkpoint. Keep it before `Store.publish`: all that was shown is kept.

    The same note again changes nothing; another root of the same size is refused.
    """
    signed = parse_checkpoint(parse(note).text)
    kept, _ = Checkpoint.objects.get_or_create(
        log=log,
        size=signed.size,
        defaults={"root": signed.root, "note": note, "signed_at": at},
    )
    if bytes(kept.root) != signed.root:
        raise AnotherHistory(str(signed.size))
    return kept
