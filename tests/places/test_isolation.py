"""What the database itself refuses between places, whatever the program forgets."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import (
    DatabaseError,
    IntegrityError,
    ProgrammingError,
    connection,
    transaction,
)

from mingbai.ledger.models import Leaf
from mingbai.letters.models import Letter
from mingbai.lib.uuid7 import uuid7
from mingbai.places.guarded_tables import Table, guarded_tables
from mingbai.places.models import Body, Place, Post
from mingbai.places.scoping import within
from tests import cast
from tests.databases.installation import Installation
from tests.places.lived_in import live

pytestmark = pytest.mark.postgresql

PLACED = [table for table in guarded_tables() if table.is_placed]
SCOPED = [table for table in PLACED if table.guard.scope]


@pytest.fixture
def counties(
    committed: Installation, clock: time_machine.Traveller
) -> tuple[Place, Place]:
    """Two counties in one database; in both something of everything has happened."""
    counties = cast.county(), cast.neighbour()
    for county in counties:
        with within(county):
            live()
    connection.close()
    return counties


@pytest.fixture
def everything(
    committed: Installation, counties: tuple[Place, Place]
) -> Iterator["psycopg.Connection[tuple[int]]"]:
    """A connection that the walls between places do not hold: the backup's."""
    with psycopg.connect(committed.url("mingbai_backup")) as backup:
        yield backup


def count(table: Table, where: str = "true", *values: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table.name}" WHERE {where}', values)
        (found,) = cursor.fetchone()
        return int(found)


def test_a_table_with_a_row_raises_without_a_place(
    everything: "psycopg.Connection[tuple[int]]",
) -> None:
    tried = []
    for table in PLACED:
        if everything.execute(f'SELECT 1 FROM "{table.name}" LIMIT 1').fetchone():
            with pytest.raises(ProgrammingError, match=r"mingbai\.place"):
                count(table)
            tried.append(table.name)
    assert set(tried) == {table.name for table in PLACED} - {"ledger_checkpoint"}


def test_a_connection_that_was_within_a_place_raises_again_after_it(
    counties: tuple[Place, Place],
) -> None:
    for table in PLACED:
        if table.name == "ledger_checkpoint":
            continue
        with within(counties[0]):
            assert count(table) > 0, table.name
        with pytest.raises(DatabaseError, match="uuid"):
            count(table)


def test_rows_of_another_place_are_not_seen(
    counties: tuple[Place, Place], everything: "psycopg.Connection[tuple[int]]"
) -> None:
    here, there = counties
    with within(here):
        for table in SCOPED:
            elsewhere = f'"{table.guard.scope}" = %s'
            assert count(table, elsewhere, there.pk) == 0, table.name
    for table in PLACED:
        with within(here):
            ours = count(table)
        with within(there):
            theirs = count(table)
        whole = everything.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()
        assert whole == (ours + theirs,), table.name


def test_rows_of_another_place_are_neither_changed_nor_deleted(
    counties: tuple[Place, Place],
) -> None:
    here, there = counties
    with within(here), connection.cursor() as cursor:
        for table in SCOPED:
            scope = table.guard.scope
            for privilege, statement in {
                "update": f'UPDATE "{table.name}" SET "{scope}" = %s WHERE true',
                "delete": f'DELETE FROM "{table.name}" WHERE "{scope}" = %s',
            }.items():
                if table.guard.append_only or privilege not in table.guard.app.split():
                    continue
                if privilege == "delete":
                    cursor.execute(statement, [there.pk])
                    assert cursor.rowcount == 0, table.name
                    continue
                with (
                    pytest.raises(ProgrammingError, match="row-level security"),
                    transaction.atomic(),
                ):
                    cursor.execute(statement, [there.pk])


def test_no_row_is_written_into_another_place(counties: tuple[Place, Place]) -> None:
    here, there = counties
    with within(here):
        stray = Body(slug="stray", name="错放", short_name="错放", kind=Body.Kind.UNIT)
        stray.place_id = there.pk
        with pytest.raises(ProgrammingError, match="row-level security"):
            stray.save()


def test_a_second_factor_is_seen_and_written_with_its_user(
    counties: tuple[Place, Place],
) -> None:
    here, there = counties
    with within(there):
        foreign: UUID = cast.user("wangdengji").pk
    with within(here):
        assert [each.user_id for each in Authenticator.objects.all()] == [
            cast.user("wangdengji").pk
        ]
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Authenticator.objects.create(user_id=foreign, type="totp", data={})
        assert Authenticator.objects.filter(user_id=foreign).delete() == (0, {})


def test_no_reference_leads_into_another_place(counties: tuple[Place, Place]) -> None:
    here, there = counties
    with within(there):
        foreign_body = cast.education().pk
    with within(here):
        Post.objects.update(body_id=foreign_body)
        with pytest.raises(IntegrityError, match="places_post_body_id_in_place"):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_no_letter_stands_on_another_places_leaf(
    counties: tuple[Place, Place],
) -> None:
    here, there = counties
    with within(there):
        events = Leaf.objects.filter(log=there.pk, kind=Leaf.Kind.EVENT)
        foreign_leaf = events.earliest("id")
    with within(here):
        letter = Letter.objects.latest("number")
        letter.pk, letter.leaf = uuid7(), foreign_leaf
        letter.message_id, letter.lookup_digest = None, None
        letter.number += 1
        letter.save(force_insert=True)
        with pytest.raises(IntegrityError, match="letters_letter_leaf_id_in_place"):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_the_app_owns_nothing_and_passes_no_policy(committed: Installation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("""SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole
            OR rolreplication, rolbypassrls FROM pg_roles WHERE rolname LIKE 'mingbai%'
            AND rolname <> 'mingbai_migrator' ORDER BY rolname""")
        assert cursor.fetchall() == [
            ("mingbai_app", False, False),
            ("mingbai_backup", False, True),
            ("mingbai_inspection", False, False),
            ("mingbai_sequencer", False, False),
        ]
        cursor.execute("""SELECT DISTINCT current_user, tableowner FROM pg_tables
            WHERE schemaname = 'public'""")
        assert cursor.fetchall() == [("mingbai_app", "mingbai_migrator")]
