"""The statements of one letter, made into a template that others can replay."""

import re
import secrets
import uuid
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.letter_text import TEXT, TITLE
from mingbai.intake.take import take_letter
from mingbai.ledger.models import Counter
from mingbai.letters.draft import Draft
from mingbai.lib.receipt import mint
from mingbai.places.actors import Citizen
from mingbai.places.models import Place
from mingbai.places.scoping import within

WRITER: Final = Citizen(channel="web")
# So high that the number is found in the statements by its digits alone.
BEFORE: Final = 7_000_000
NUMBER: Final = str(BEFORE + 1)

_UUID: Final = re.compile(
    r"'([0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12})'"
)
_BYTES: Final = re.compile(r"(?:'\\x|X')([0-9a-fA-F]{64})'")


def draft() -> Draft:
    """A letter of ordinary length."""
    return Draft(kind="suggest", title=TITLE, text=TEXT)


def accept(place: Place) -> None:
    """One letter through the verbs, durable when this returns."""
    with within(place, durable=True):
        take_letter(by=WRITER, at=timezone.now(), draft=draft(), receipt=mint())


@dataclass(frozen=True)
class Recorded:
    """Statements of one letter; `fresh` are the ids and digests it brought along."""

    statements: tuple[str, ...]
    ids: tuple[str, ...]
    digests: tuple[str, ...]


def record(place: Place) -> Recorded:
    """Run one letter and keep what it said to the database."""
    accept(place)
    with within(place, durable=True):
        Counter.objects.filter(log=place.pk).update(highest=BEFORE)
    with CaptureQueriesContext(connection) as said:
        accept(place)
    statements = tuple(
        query["sql"]
        for query in said
        if not query["sql"]
        .upper()
        .startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    )
    with within(place, durable=True):
        Counter.objects.filter(log=place.pk).update(highest=10)
    known = {str(place.pk), place.pk.hex}
    ids = {found for one in statements for found in _UUID.findall(one)} - known
    digests = {found for one in statements for found in _BYTES.findall(one)}
    return Recorded(statements, tuple(sorted(ids)), tuple(sorted(digests)))


def replayed(recorded: Recorded, number: int) -> list[str]:
    """The statements of another letter with the given number."""
    fresh = {one: _new_id(one) for one in recorded.ids}
    fresh |= {one: _new_digest(one) for one in recorded.digests}
    fresh[NUMBER] = str(number)
    pattern = re.compile("|".join(map(re.escape, fresh)))
    return [
        pattern.sub(lambda found: fresh[found[0]], one) for one in recorded.statements
    ]


def for_pgbench(recorded: Recorded) -> str:
    """A pgbench script that makes a new letter each time."""
    names = {one: f"id{turn}" for turn, one in enumerate(recorded.ids)}
    names |= {one: f"digest{turn}" for turn, one in enumerate(recorded.digests)}
    made = ", ".join(
        f"gen_random_uuid() AS {name}"
        if name.startswith("id")
        else f"encode(sha256(gen_random_uuid()::text::bytea), 'hex') AS {name}"
        for name in names.values()
    )
    lines = [f"SELECT {made} \\gset", "BEGIN;"]
    for statement in recorded.statements:
        said = statement
        for old, name in names.items():
            said = said.replace(old, f":{name}")
        said = said.replace(NUMBER, ":highest").replace("\n", " ")
        is_number = "ledger_counter" in said and said.lstrip().startswith("SELECT")
        lines.append(f"{said} \\gset" if is_number else f"{said};")
    return "\n".join([*lines, "COMMIT;", ""])


def _new_id(old: str) -> str:
    new = uuid.uuid4()
    return str(new) if "-" in old else new.hex


def _new_digest(old: str) -> str:
    new = secrets.token_hex(32)
    return new.upper() if old.isupper() else new
