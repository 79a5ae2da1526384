"""Guards on SQLite: triggers. It has no roles, no policies, and one place."""

from django.db.backends.base.base import BaseDatabaseWrapper

from mingbai.places.guard_facts import Fact, Kind, Statements
from mingbai.places.guarded_tables import Table

PLACES = "places_place"


def wanted(tables: tuple[Table, ...]) -> dict[Fact, Statements]:
    """The triggers that these tables ought to have, each with its statement."""
    facts = [_one_place()]
    for table in tables:
        if table.guard.append_only:
            facts += [_no_delete(table), _no_update(table)]
    return {fact: (fact.says,) for fact in facts}


def found(connection: BaseDatabaseWrapper) -> set[Fact]:
    """Every trigger of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
        return {Fact(Kind.TRIGGER, *row) for row in cursor.fetchall()}


def undo(fact: Fact) -> Statements:
    """The statement that takes a trigger away."""
    return (f'DROP TRIGGER "{fact.name}"',)


def _one_place() -> Fact:
    return _trigger(
        PLACES,
        "one_place",
        f'BEFORE INSERT ON "{PLACES}" WHEN EXISTS (SELECT 1 FROM "{PLACES}")',  # noqa: S608  # our own name
        "SQLite holds one place",
    )


def _no_delete(table: Table) -> Fact:
    return _trigger(
        table.name,
        f"keep_{table.name}_rows",
        f'BEFORE DELETE ON "{table.name}"',
        f"{table.name} is append-only",
    )


def _no_update(table: Table) -> Fact:
    condition = f" WHEN NOT ({table.as_it_was('IS')})" if table.changeable else ""
    return _trigger(
        table.name,
        f"keep_{table.name}_values",
        f'BEFORE UPDATE ON "{table.name}"{condition}',
        f"{table.name} is append-only",
    )


def _trigger(table: str, name: str, when: str, refusal: str) -> Fact:
    says = (
        f"CREATE TRIGGER \"{name}\" {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )
    return Fact(Kind.TRIGGER, table, name, says)
