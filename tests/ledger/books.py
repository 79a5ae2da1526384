"""A log under test: what the app writes, what the sequencer does, what a thief does."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from mingbai.ledger.clock import now
from mingbai.ledger.enter import Entry, enter
from mingbai.ledger.findings import Report
from mingbai.ledger.models import Leaf
from mingbai.ledger.record import record
from mingbai.ledger.shelf import store_of
from mingbai.ledger.verify import verify_log
from mingbai.lib.log_keys import LogKeys
from mingbai.lib.tlog.note import VerifierKey
from mingbai.lib.tlog.signer import Signer
from mingbai.lib.tlog.store import Store
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.sequencer import signer_of, steps
from tests.databases.installation import Installation

RECEIVED: Final = date(2026, 9, 22)
DUE: Final = date(2026, 10, 20)


@dataclass(frozen=True)
class Book:
    """试点县's log in a database copy of its own, with folders of its own."""

    installation: Installation
    place: Place

    @property
    def log(self) -> UUID:
        return self.place.pk

    @property
    def store(self) -> Store:
        return store_of(self.log)

    @property
    def signer(self) -> Signer:
        return signer_of(self.place)

    @property
    def verifier(self) -> VerifierKey:
        key = LogKeys(settings.KEYS / "logs").public_key(self.place.origin)
        return VerifierKey(self.place.origin, key.public_bytes_raw())

    def enter(self, count: int = 1, *, year: int = 2026) -> list[Entry]:
        """So many letters come in, and are committed."""
        with within(self.place, durable=True):
            return [enter_letter(self.log, year=year) for _ in range(count)]

    def publish_version(self, name: str, version: int) -> Leaf:
        """A public object gets a version, and it is committed."""
        with within(self.place, durable=True):
            return record(
                log=self.log,
                name="power.published",
                kind=Leaf.Kind.PUBLIC,
                facts={"object": name, "version": version},
                at=now(),
            )

    @contextmanager
    def as_sequencer(self) -> Iterator[None]:
        """Django is connected as the sequencer: the app may not place leaves."""
        with self.installation.as_role(settings.DATABASE_ROLES["sequencer"]):
            yield

    def turn(self, steps_done: int | None = None) -> list[str]:
        """The sequencer's turn; after so many steps it is killed."""
        done: list[str] = []
        with self.as_sequencer():
            for step in steps(self.place, self.signer):
                done.append(step)
                if len(done) == steps_done:
                    break
        return done

    def verify(self) -> Report:
        """What a doubter finds."""
        with within(self.place, read_only=True):
            return verify_log(log=self.log, verifier=self.verifier, store=self.store)

    def entries(self) -> list[bytes]:
        """The bytes of all leaves with a position, in order."""
        with within(self.place, read_only=True):
            return [leaf.entry for leaf in Leaf.objects.between(self.log, 0, 1 << 40)]

    def files(self) -> dict[str, bytes]:
        """Every public file, by its path."""
        folder = self.store.folder
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def behind_our_back(
        self, table: str, statement: str, values: Sequence[object] = ()
    ) -> None:
        """The owner of the database takes the guards off a table and changes it."""
        connection.close()
        url = self.installation.url(self.installation.databases.owner())
        if url.startswith("sqlite"):
            _change_sqlite(url.removeprefix("sqlite:///"), table, statement, values)
        else:
            self._change_postgresql(url, table, statement, values)

    def _change_postgresql(
        self, url: str, table: str, statement: str, values: Sequence[object]
    ) -> None:
        switch = "ALTER TABLE {} {} TRIGGER USER"
        with psycopg.connect(url) as owner:
            owner.execute(
                "SELECT set_config('mingbai.place', %s, true)", [str(self.log)]
            )
            owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for way in ("DISABLE", "ENABLE"):
                owner.execute(
                    sql.SQL(switch).format(sql.Identifier(table), sql.SQL(way))
                )
                if way == "DISABLE":
                    done = owner.execute(statement.encode(), values)
                    assert done.rowcount > 0, "the thief changed nothing"


def _change_sqlite(
    path: str, table: str, statement: str, values: Sequence[object]
) -> None:
    thief = sqlite3.connect(path)
    try:
        guards = thief.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name = ?",
            [table],
        ).fetchall()
        for name, _ in guards:
            thief.execute(f'DROP TRIGGER "{name}"')
        done = thief.execute(statement.replace("%s", "?"), values)
        assert done.rowcount > 0, "the thief changed nothing"
        for _, made in guards:
            thief.execute(made)
        thief.commit()
    finally:
        thief.close()


def enter_letter(log: UUID, *, year: int = 2026, c0: bytes = bytes(32)) -> Entry:
    """A letter of today; call it within the place."""
    return enter(
        log=log,
        year=year,
        kind=Leaf.Kind.INTAKE,
        c0=c0,
        received=RECEIVED,
        due=DUE,
        at=now(),
    )
