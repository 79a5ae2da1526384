"""The verb with which every other verb ends: it commits to what happened."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from django.db import transaction

from mingbai.ledger import clock
from mingbai.ledger.enter import NUMBERED
from mingbai.ledger.models import Leaf, Opening
from mingbai.lib.commitment import canonical_json, commit_document

# What has one canonical form: no floats, no dates.
JSON: TypeAlias = "bool | int | str | Sequence[JSON] | Mapping[str, JSON] | None"

NAME: Final = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
OURS: Final = frozenset({"event", "at", "entered"})
SALT_BYTES: Final = 32


class NotRecordable(Exception):
    """The name, the kind or the facts are not such as a leaf can stand for."""


def record(
    *,
    log: UUID,
    name: str,
    facts: Mapping[str, JSON],
    at: datetime,
    kind: Leaf.Kind = Leaf.Kind.EVENT,
    is_late: bool = False,
) -> Leaf:
    """The leaf of one event, with the opening that proves what it says.

    `name` has the form `letter.routed`. A public leaf's facts carry `object`, such as
    power/QH-ZZ-014, and its `version`, counted from 1. Facts hold no text, name or
    telephone of a citizen. A late one says in its content when it was entered. Refuses
    other names, numbered kinds, facts of our own names, and a time that is not now.
    """
    _check(name, kind, facts)
    entered_at = clock.check(at, is_late=is_late)
    stated: dict[str, JSON] = {"event": name, "at": at.isoformat(), **facts}
    if is_late:
        stated["entered"] = entered_at.isoformat()
    content = canonical_json(stated)
    salt = secrets.token_bytes(SALT_BYTES)
    with transaction.atomic(savepoint=False):
        leaf = Leaf.objects.create(
            log=log,
            kind=kind,
            commitment=commit_document(salt, content),
            entered_at=entered_at,
            is_late=is_late,
        )
        Opening.objects.create(
            leaf=leaf, log=log, name=name, salt=salt, content=content
        )
    return leaf


def _check(name: str, kind: Leaf.Kind, facts: Mapping[str, JSON]) -> None:
    if kind in NUMBERED:
        raise NotRecordable("numbered leaves are entered, not recorded")
    if NAME.fullmatch(name) is None:
        raise NotRecordable("an event is named like letter.routed")
    if OURS & facts.keys():
        raise NotRecordable("facts can't be named event, at or entered")
    if kind == Leaf.Kind.PUBLIC and not _names_a_version(facts):
        raise NotRecordable("a public leaf names its object and version")


def _names_a_version(facts: Mapping[str, JSON]) -> bool:
    named, version = facts.get("object"), facts.get("version")
    is_counted = isinstance(version, int) and not isinstance(version, bool)
    return isinstance(named, str) and named != "" and is_counted
