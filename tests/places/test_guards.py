"""The guards stand as declared, refuse everybody, and say when one is gone."""

from contextlib import nullcontext
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import (
    DatabaseError,
    IntegrityError,
    ProgrammingError,
    connection,
    models,
    transaction,
)

from mingbai.ledger.models import Leaf, Opening
from mingbai.letters.models import LetterText
from mingbai.lib.guard import Guard
from mingbai.places import guarded_tables as tables_module
from mingbai.places.guarded_tables import Table, Unguarded, guarded_tables
from mingbai.places.guards import install, missing_or_extra, open_to_the_owner
from mingbai.places.models import Host, Place
from mingbai.places.scoping import within
from mingbai.powers.models import PowerVersion
from tests.databases.installation import Installation
from tests.places.lived_in import live

APPEND_ONLY = [table for table in guarded_tables() if table.guard.append_only]


@pytest.fixture
def lived_in(committed: Installation, clock: time_machine.Traveller) -> Installation:
    with within(committed.place):
        live()
    return committed


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_is_guarded_as_declared(committed: Installation) -> None:
    assert missing_or_extra(connection) == []


def test_guarding_again_changes_nothing(committed: Installation) -> None:
    with committed.as_role(""):
        with connection.execute_wrapper(_refuse_to_change):
            install(connection)
        assert missing_or_extra(connection) == []


def _refuse_to_change(
    execute: Any, sql: str, params: Any, many: bool, context: Any
) -> Any:
    assert not sql.startswith(("CREATE", "ALTER", "DROP", "GRANT", "REVOKE")), sql
    return execute(sql, params, many, context)


def test_a_table_nobody_declared_is_reported(committed: Installation) -> None:
    with committed.as_role(""):
        run("CREATE TABLE stowaway (id integer)")
        assert missing_or_extra(connection) == ["table stowaway has no guard"]


def test_a_declared_table_that_is_gone_is_reported(committed: Installation) -> None:
    with committed.as_role(""):
        run("DROP TABLE cache")
        assert "table cache is missing" in missing_or_extra(connection)


def test_a_model_without_place_and_reason_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(tables_module.WITHOUT_PLACE, "places_host")
    with pytest.raises(Unguarded, match="places_host"):
        guarded_tables()


def test_a_guard_that_names_no_column_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Leaf, "guard", Guard(scope="country"))
    with pytest.raises(Unguarded, match="ledger_leaf"):
        guarded_tables()


def test_every_table_without_place_exists_and_has_none() -> None:
    declared = {table.name: table for table in guarded_tables()}
    for name in tables_module.WITHOUT_PLACE:
        assert not declared[name].is_placed, name


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("act", "reported"),
    [
        ('DROP POLICY place ON "letters_letter"', "missing: policy place"),
        ("ALTER TABLE letters_letter DISABLE ROW LEVEL SECURITY", "row security"),
        ("ALTER TABLE letters_letter NO FORCE ROW LEVEL SECURITY", "row security"),
        ("ALTER POLICY place ON letters_letter USING (true)", "policy place"),
        ("CREATE POLICY open ON letters_letter USING (true)", "extra: policy open"),
        ("DROP TRIGGER keep_rows ON ledger_leaf", "trigger keep_rows"),
        ("ALTER TABLE ledger_leaf DISABLE TRIGGER keep_rows", "trigger keep_rows"),
        (
            """CREATE OR REPLACE FUNCTION keep_rows_of_ledger_leaf() RETURNS trigger
            LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'""",
            "trigger keep_rows",
        ),
        ("GRANT delete ON ledger_leaf TO mingbai_app", "grant mingbai_app"),
        ("GRANT update (kind) ON ledger_leaf TO mingbai_app", "grant mingbai_app"),
        ("GRANT select ON letters_letter TO public", "grant public"),
        ("REVOKE select ON letters_letter FROM mingbai_app", "grant mingbai_app"),
        (
            "ALTER TABLE letters_reply DROP CONSTRAINT letters_reply_leaf_id_in_place",
            "reference letters_reply_leaf_id_in_place",
        ),
    ],
)
def test_a_guard_changed_by_hand_is_reported_and_restored(
    lived_in: Installation, act: str, reported: str
) -> None:
    with lived_in.as_role(""):
        run(act)
        differences = missing_or_extra(connection)
        assert any(reported in each for each in differences), differences
        install(connection)
        assert missing_or_extra(connection) == []


@pytest.mark.postgresql
def test_a_foreign_key_is_added_over_the_rows_of_all_places(
    lived_in: Installation,
) -> None:
    add = """ALTER TABLE places_body ADD CONSTRAINT later
        FOREIGN KEY (parent_id) REFERENCES places_body (id)"""
    with lived_in.as_role(""):
        with pytest.raises(ProgrammingError, match=r"mingbai\.place"):
            run(add)
        with open_to_the_owner(connection):
            run(add)
        assert missing_or_extra(connection) == []


@pytest.mark.postgresql
@pytest.mark.parametrize("is_one_transaction", [True, False])
def test_a_failed_migration_leaves_the_owner_shut_out(
    committed: Installation, is_one_transaction: bool
) -> None:
    around = transaction.atomic() if is_one_transaction else nullcontext()
    with committed.as_role(""):
        with (
            pytest.raises(DatabaseError, match="nowhere"),
            around,
            open_to_the_owner(connection),
        ):
            run("SELECT * FROM nowhere")
        assert missing_or_extra(connection) == []


@pytest.mark.sqlite
def test_a_table_remade_by_a_migration_is_guarded_again(
    committed: Installation,
) -> None:
    name = models.CharField(max_length=65)
    name.set_attributes_from_name("name")
    with connection.schema_editor() as editor:
        editor.alter_field(Opening, Opening._meta.get_field("name"), name)
    assert len(missing_or_extra(connection)) == 2
    call_command("migrate", verbosity=0)
    assert missing_or_extra(connection) == []


@pytest.mark.parametrize("option", ["--plan", "--check"])
def test_looking_at_migrations_guards_nothing(
    committed: Installation, option: str
) -> None:
    with committed.as_role(""):
        if connection.vendor == "sqlite":
            run("DROP TRIGGER keep_ledger_leaf_rows")
        else:
            run("DROP TRIGGER keep_rows ON ledger_leaf")
        call_command("migrate", option, verbosity=0)
        assert len(missing_or_extra(connection)) == 1


@pytest.mark.sqlite
def test_sqlite_refuses_a_second_place(committed: Installation) -> None:
    second = Place(slug="second", name="第二县", origin="mingbai.test/second/log1")
    with pytest.raises(IntegrityError, match="SQLite holds one place"):
        second.save()


@pytest.mark.parametrize("role", ["mingbai_app", "", "postgres"])
def test_what_is_append_only_is_neither_changed_nor_deleted(
    lived_in: Installation, role: str
) -> None:
    place = lived_in.place
    with lived_in.as_role(role), within(place):
        for table in filter(_has_rows, APPEND_ONLY):
            _refused(f'DELETE FROM "{table.name}"')
            _refused(f'UPDATE "{table.name}" SET "{table.guard.scope}" = NULL')


@pytest.mark.postgresql
@pytest.mark.parametrize("role", ["mingbai_app", "", "postgres"])
def test_what_is_append_only_is_not_emptied(lived_in: Installation, role: str) -> None:
    place = lived_in.place
    with lived_in.as_role(role), within(place):
        for table in APPEND_ONLY:
            _refused(f'TRUNCATE "{table.name}" CASCADE')


@pytest.mark.sqlite
def test_sqlite_refuses_to_replace_what_is_append_only(lived_in: Installation) -> None:
    for table in filter(_has_rows, APPEND_ONLY):
        _refused(f'REPLACE INTO "{table.name}" SELECT * FROM "{table.name}"')


def _refused(statement: str) -> None:
    refusal = r"append-only|permission denied"
    with pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        run(statement)


def test_every_append_only_table_has_a_row_to_refuse_for(
    lived_in: Installation,
) -> None:
    with within(lived_in.place):
        assert [table.name for table in APPEND_ONLY if not _has_rows(table)] == [
            # Signed by the sequencer alone, whose tests are the ledger's.
            "ledger_checkpoint"
        ]


def _has_rows(table: Table) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table.name}" LIMIT 1')
        return cursor.fetchone() is not None


def test_what_is_erasable_is_erased_once_and_never_rewritten(
    lived_in: Installation,
) -> None:
    with within(lived_in.place):
        texts = LetterText.objects.filter(writer="周某")
        with pytest.raises(IntegrityError), transaction.atomic():
            texts.update(writer="吴某")
        assert texts.update(writer=None) == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterText.objects.filter(writer=None).update(writer="周某")


def test_erasing_one_column_leaves_the_others_fixed(lived_in: Installation) -> None:
    place = lived_in.place
    with lived_in.as_role(""), within(place):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opening.objects.update(salt=None, name="other.name")
        assert Opening.objects.update(salt=None) > 0


def test_what_is_set_once_is_set_once(lived_in: Installation) -> None:
    with within(lived_in.place):
        versions = PowerVersion.objects.all()
        day = versions.get().since
        assert versions.update(until=day) == 1
        for other in (None, day.replace(year=day.year + 1)):
            with pytest.raises(IntegrityError), transaction.atomic():
                versions.update(until=other)


@pytest.mark.postgresql
def test_the_sequencer_alone_gives_a_leaf_its_position(lived_in: Installation) -> None:
    place = lived_in.place
    with within(place):
        leaf = Leaf.objects.filter(log=place.pk).earliest("id")
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            Leaf.objects.filter(pk=leaf.pk).update(position=0)
    with lived_in.as_role("mingbai_sequencer"), within(place):
        assert Leaf.objects.filter(pk=leaf.pk).update(position=0) == 1
        with pytest.raises(IntegrityError, match="append"), transaction.atomic():
            Leaf.objects.filter(pk=leaf.pk).update(position=1)
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            Leaf.objects.filter(pk=leaf.pk).update(kind="public")
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            LetterText.objects.exists()


@pytest.mark.postgresql
def test_the_inspection_role_reads_no_letter(lived_in: Installation) -> None:
    place = lived_in.place
    with lived_in.as_role("mingbai_inspection"), within(place):
        assert Host.objects.exists()
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            LetterText.objects.exists()


@pytest.mark.postgresql
def test_the_backup_reads_all_and_writes_nothing(lived_in: Installation) -> None:
    with lived_in.as_role("mingbai_backup"):
        for table in guarded_tables():
            if table.guard.backup:
                run(f'SELECT * FROM "{table.name}" LIMIT 1')
        with pytest.raises(DatabaseError, match=r"read-only|denied"):
            run("DELETE FROM places_host")
