"""Guards on PostgreSQL: row security, triggers, placed references, grants.

What the catalogue says of each is read back and compared, so the texts here are
written as PostgreSQL itself writes them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from mingbai.lib.guard import Guard
from mingbai.places.guard_facts import Fact, Kind, Statements
from mingbai.places.guarded_tables import Table, keys_pointed_at
from mingbai.places.postgresql_catalogue import found, row_secured

__all__ = ["found", "undo", "wanted"]

PLACE: Final = (
    "( SELECT (current_setting('mingbai.place'::text))::uuid AS current_setting)"
)
POLICY: Final = "place"
# Names of triggers, and the bits of pg_trigger.tgtype: row 1, before 2, delete 8,
# update 16, truncate 32.
KEEP_ROWS: Final = ("keep_rows", "BEFORE DELETE OR UPDATE", "ROW", 27)
KEEP_TABLE: Final = ("keep_table", "BEFORE TRUNCATE", "STATEMENT", 34)

Wanted = tuple[Fact, Statements]


def wanted(tables: tuple[Table, ...]) -> dict[Fact, Statements]:
    """What these tables ought to have, each fact with the statements that make it."""
    pointed_at = keys_pointed_at(tables)
    facts: list[Wanted] = []
    for table in tables:
        if table.name in pointed_at:
            facts.append(_key(table.name, *pointed_at[table.name]))
        facts.extend(_references(table))
        if table.is_placed:
            facts += [_row_security(table), _policy(table)]
        if table.guard.append_only:
            facts += [_trigger(table, *KEEP_ROWS), _trigger(table, *KEEP_TABLE)]
        facts.extend(_grants(table))
    return dict(facts)


def undo(fact: Fact) -> Statements:
    """The statements that take away what the catalogue holds and nobody declared."""
    match fact.kind:
        case Kind.KEY | Kind.REFERENCE:
            return (f'ALTER TABLE "{fact.table}" DROP CONSTRAINT "{fact.name}"',)
        case Kind.ROW_SECURITY:
            off = "DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY"
            return (f'ALTER TABLE "{fact.table}" {off}',)
        case Kind.POLICY:
            return (f'DROP POLICY "{fact.name}" ON "{fact.table}"',)
        case Kind.TRIGGER:
            return (f'DROP TRIGGER "{fact.name}" ON "{fact.table}"',)
        case Kind.GRANT:
            role = "PUBLIC" if fact.name == "public" else f'"{fact.name}"'
            return (f'REVOKE ALL ON "{fact.table}" FROM {role}',)


@contextmanager
def open_to_the_owner(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """See `guards.open_to_the_owner`; afterwards row security is forced everywhere."""
    _alter_each(connection, "NO FORCE")
    is_undone = False
    try:
        yield
    except BaseException:
        # A transaction around us takes everything back, and takes no more statements.
        is_undone = connection.in_atomic_block
        raise
    finally:
        if not is_undone:
            _alter_each(connection, "FORCE")


def _alter_each(connection: BaseDatabaseWrapper, how: str) -> None:
    with connection.cursor() as cursor:
        for table in row_secured(connection):
            cursor.execute(f'ALTER TABLE "{table}" {how} ROW LEVEL SECURITY')


def _key(table: str, scope: str, key: str) -> Wanted:
    name = _named(f"{table}_in_place")
    says = f"UNIQUE ({scope}, {key})"
    add = f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {says}'
    return Fact(Kind.KEY, table, name, says), (add,)


def _references(table: Table) -> Iterator[Wanted]:
    for reference in table.references:
        name = _named(f"{table.name}_{reference.column}_in_place")
        says = (
            f"FOREIGN KEY ({table.guard.scope}, {reference.column})"
            f" REFERENCES {reference.target}"
            f"({reference.target_scope}, {reference.target_key})"
            " DEFERRABLE INITIALLY DEFERRED"
        )
        add = f'ALTER TABLE "{table.name}" ADD CONSTRAINT "{name}" {says}'
        yield Fact(Kind.REFERENCE, table.name, name, says), (add,)


def _row_security(table: Table) -> Wanted:
    statement = (
        f'ALTER TABLE "{table.name}" ENABLE ROW LEVEL SECURITY,'
        " FORCE ROW LEVEL SECURITY"
    )
    return Fact(Kind.ROW_SECURITY, table.name, "all", "forced"), (statement,)


def _policy(table: Table) -> Wanted:
    """One policy for all roles and commands, on what is read and what is written."""
    if table.through is None:
        condition = f"({table.guard.scope} = {PLACE})"
    else:
        # The table behind has a policy of its own, which does the work.
        column, behind = table.through
        rows = f"( SELECT {behind}.id FROM {behind})"  # noqa: S608  # our own names
        condition = f"({column} IN {rows})"
    make = (
        f'CREATE POLICY "{POLICY}" ON "{table.name}" AS PERMISSIVE FOR ALL TO PUBLIC'
        f" USING {condition} WITH CHECK {condition}"
    )
    says = f"permissive all public {condition} {condition}"
    return Fact(Kind.POLICY, table.name, POLICY, says), (make,)


def _trigger(table: Table, name: str, event: str, level: str, bits: int) -> Wanted:
    """A trigger that refuses; `ALWAYS`, so that a replica's session can't pass it."""
    function = _named(f"{name}_of_{table.name}")
    body = _body(table)
    define = (
        f'CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger'
        f" LANGUAGE plpgsql AS $body${body}$body$"
    )
    make = (
        f'CREATE TRIGGER "{name}" {event} ON "{table.name}"'
        f' FOR EACH {level} EXECUTE FUNCTION "{function}"()'
    )
    always = f'ALTER TABLE "{table.name}" ENABLE ALWAYS TRIGGER "{name}"'
    says = f"{function} {bits} always {' '.join(body.split())}"
    return Fact(Kind.TRIGGER, table.name, name, says), (define, make, always)


def _body(table: Table) -> str:
    return f"""
BEGIN{_exception(table)}
    RAISE EXCEPTION '{table.name} is append-only' USING ERRCODE = 'restrict_violation';
END
"""


def _exception(table: Table) -> str:
    if not table.changeable:
        return ""
    return f"""
    IF TG_OP = 'UPDATE' THEN
        IF {table.as_it_was("IS NOT DISTINCT FROM")}
        THEN RETURN NEW; END IF;
    END IF;"""


def _grants(table: Table) -> Iterator[Wanted]:
    for role, given in _privileges(table.guard).items():
        words = " ".join(_privilege(table, word) for word in given.split())
        if words:
            listed = ", ".join(_privilege(table, word) for word in given.split())
            grant = f'GRANT {listed} ON "{table.name}" TO "{role}"'
            yield Fact(Kind.GRANT, table.name, role, words), (grant,)
    backup = settings.DATABASE_ROLES["backup"]
    if table.sequence:
        grant = f'GRANT select ON "{table.sequence}" TO "{backup}"'
        yield Fact(Kind.GRANT, table.sequence, backup, "select"), (grant,)


def _privileges(guard: Guard) -> dict[str, str]:
    return {
        settings.DATABASE_ROLES[role]: getattr(guard, role)
        for role in ("app", "sequencer", "inspection", "backup")
    }


def _privilege(table: Table, word: str) -> str:
    """Of an append-only table, only the columns that change once may be updated."""
    if word == "update" and table.guard.append_only:
        return f"update({','.join(sorted(table.changeable))})"
    return word


def _named(name: str) -> str:
    """PostgreSQL cuts longer names, and then they are not found again."""
    assert len(name) <= 63, name
    return name
