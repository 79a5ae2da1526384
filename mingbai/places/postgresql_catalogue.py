"""What PostgreSQL's catalogue says of the guards, read as facts."""

from collections import defaultdict
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from mingbai.places.guard_facts import Fact, Kind

# The order in which declarations name them; whatever else a role has comes after.
PRIVILEGES: Final[tuple[str, ...]] = ("select", "insert", "update", "delete")

_CONSTRAINTS: Final = """
SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid)
FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND conname LIKE '%\\_in\\_place'
"""

_ROW_SECURITY: Final = """
SELECT relname, CASE WHEN relforcerowsecurity THEN 'forced' ELSE 'not forced' END
FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity
"""

_POLICIES: Final = """
SELECT tablename, policyname,
    concat_ws(' ', lower(permissive), lower(cmd), array_to_string(roles, ','),
        regexp_replace(qual, '\\s+', ' ', 'g'),
        regexp_replace(with_check, '\\s+', ' ', 'g'))
FROM pg_policies
WHERE schemaname = current_schema()
"""

_TRIGGERS: Final = """
SELECT c.relname, t.tgname,
    concat_ws(' ', p.proname, t.tgtype,
        CASE t.tgenabled WHEN 'A' THEN 'always' ELSE t.tgenabled::text END,
        trim(regexp_replace(p.prosrc, '\\s+', ' ', 'g')))
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""

_GRANTS: Final = """
SELECT relname, coalesce(grantee.rolname, 'public'), lower(privilege_type), ''
FROM pg_class, aclexplode(relacl) AS acl
LEFT JOIN pg_roles AS grantee ON grantee.oid = acl.grantee
WHERE relnamespace = current_schema()::regnamespace AND acl.grantee <> relowner
UNION ALL
SELECT relname, coalesce(grantee.rolname, 'public'), lower(privilege_type), attname
FROM pg_class
JOIN pg_attribute ON attrelid = pg_class.oid, aclexplode(attacl) AS acl
LEFT JOIN pg_roles AS grantee ON grantee.oid = acl.grantee
WHERE relnamespace = current_schema()::regnamespace AND acl.grantee <> relowner
"""


def found(connection: BaseDatabaseWrapper) -> set[Fact]:
    """Every guard that stands in the catalogue, whoever put it there."""
    facts = {
        Fact(Kind.KEY if kind == "u" else Kind.REFERENCE, table, name, says)
        for table, name, kind, says in _rows(connection, _CONSTRAINTS)
    }
    facts |= {
        Fact(Kind.ROW_SECURITY, table, "all", says)
        for table, says in _rows(connection, _ROW_SECURITY)
    }
    facts |= {Fact(Kind.POLICY, *row) for row in _rows(connection, _POLICIES)}
    facts |= {Fact(Kind.TRIGGER, *row) for row in _rows(connection, _TRIGGERS)}
    return facts | _grants(connection)


def row_secured(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that have row security, forced or not."""
    return [table for table, _ in _rows(connection, _ROW_SECURITY)]


def _grants(connection: BaseDatabaseWrapper) -> set[Fact]:
    granted: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for table, role, privilege, column in _rows(connection, _GRANTS):
        granted[table, role][privilege].append(column)
    return {
        Fact(Kind.GRANT, table, role, _in_words(privileges))
        for (table, role), privileges in granted.items()
    }


def _in_words(privileges: dict[str, list[str]]) -> str:
    names = [name for name in PRIVILEGES if name in privileges]
    names += sorted(privileges.keys() - set(PRIVILEGES))
    words = []
    for name in names:
        columns = sorted(column for column in privileges[name] if column)
        if "" in privileges[name]:
            words.append(name)
        if columns:
            words.append(f"{name}({','.join(columns)})")
    return " ".join(words)


def _rows(connection: BaseDatabaseWrapper, query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: list[tuple[str, ...]] = cursor.fetchall()
        return rows
