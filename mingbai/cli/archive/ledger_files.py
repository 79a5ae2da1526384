"""The published files of the logs, as an archive takes them and gives them back.

They are taken up to the newest checkpoint that the archived database keeps: later
files would contradict what the restored sequencer is going to write.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from mingbai.cli.refused import Refused
from mingbai.ledger.shelf import store_of
from mingbai.lib.tlog.checkpoint import parse_checkpoint
from mingbai.lib.tlog.note import parse
from mingbai.lib.tlog.paths import size_needed
from mingbai.lib.tlog.refused import Refused as LogRefused
from mingbai.lib.tlog.store import CHECKPOINT
from mingbai.lib.tlog.tree import Tree

FILES_AT_A_TIME: Final = 256


def files_of(log: UUID, note: str) -> Iterator[Path]:
    """The tiles and bundles of a log under this checkpoint, in order.

    Refuses a folder whose files do not lead to the checkpoint's root.
    """
    store = store_of(log)
    signed = parse_checkpoint(parse(note).text)
    try:
        is_whole = Tree(store.read, signed.size).root() == signed.root
    except LogRefused:
        is_whole = False
    if not is_whole:
        what = _("The files of the log %(origin)s do not lead to its checkpoint.")
        raise Refused(what % {"origin": signed.origin})
    for path in sorted(store.folder.rglob("*")):
        needed = size_needed(str(path.relative_to(store.folder)))
        if path.is_file() and needed is not None and needed <= signed.size:
            yield path


def is_empty(logs: Iterable[UUID]) -> bool:
    """Whether nothing of these logs lies there yet."""
    return not any(store_of(log).folder.exists() for log in logs)


def is_ours(path: str) -> bool:
    """Whether a log has files of such a path."""
    return path == CHECKPOINT or size_needed(path) is not None


def put_back(log: UUID, paths: Iterable[str], read: Callable[[str], bytes]) -> None:
    """Write the files of a log and publish its checkpoint, last and durably.

    `read` gives what the archive holds under a path. Refuses files that do not lead to
    the checkpoint.
    """
    store = store_of(log)
    some: dict[str, bytes] = {}
    for path in paths:
        if path == CHECKPOINT:
            continue
        some[path] = read(path)
        if len(some) >= FILES_AT_A_TIME:
            store.write(some)
            some = {}
    try:
        store.write(some)
        store.publish(read(CHECKPOINT).decode())
    except (LogRefused, UnicodeDecodeError) as error:
        what = _("The files of the log %(log)s do not agree: %(reason)s")
        raise Refused(what % {"log": log, "reason": error}) from error


def clear(logs: Iterable[UUID]) -> None:
    """Take away what an unfinished restore has written."""
    for log in logs:
        shutil.rmtree(store_of(log).folder, ignore_errors=True)
