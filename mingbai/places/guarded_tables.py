"""Which tables there are and how each is guarded, read from the model registry.

Our own models declare a `Guard` beside them. Tables of other packages stand in the
lists below, and so does every table without a place, each with its reason: these
lists are to be read at every review.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import models

from mingbai.lib.guard import Guard

WITHOUT_PLACE: Final = {
    "places_place": "the list of places itself",
    "places_host": "finds the place of a request, before any is open",
    "places_errand": "claimed by the worker before it enters a place; ids only",
    "cache": "shared by all processes; holds no row of a place",
    "django_migrations": "what the migrator has done",
    "django_content_type": "names of models; no rows of anybody",
    "auth_permission": "written by Django's migrations, used by nobody",
    "auth_group": "made by Django's migrations, empty",
    "auth_group_permissions": "made by Django's migrations, empty",
}

# Tables that find their place through a row of another one: column, table.
THROUGH: Final = {
    "account_emailaddress": ("user_id", "accounts_user"),
    "account_emailconfirmation": ("email_address_id", "account_emailaddress"),
    "mfa_authenticator": ("user_id", "accounts_user"),
}

_ALL: Final = "select insert update delete"

# Other packages' tables; those of THROUGH follow the place of what they point to.
_THEIRS: Final = {
    # pg_dump locks what it describes, and may not without SELECT; rows are left out.
    "cache": Guard(scope="", app=_ALL),
    "django_migrations": Guard(scope="", app="select"),
    "django_content_type": Guard(scope="", app="select"),
    "auth_permission": Guard(scope="", app=""),
    "auth_group": Guard(scope="", app=""),
    "auth_group_permissions": Guard(scope="", app=""),
    "account_emailaddress": Guard(scope="", app=_ALL),
    "account_emailconfirmation": Guard(scope="", app=_ALL),
    "mfa_authenticator": Guard(scope="", app=_ALL),
}


class Unguarded(Exception):
    """A table has neither a guard nor a reviewed reason for having no place."""


@dataclass(frozen=True)
class Reference:
    """A foreign key that has to stay inside its place."""

    column: str
    target: str
    target_key: str
    target_scope: str


@dataclass(frozen=True)
class Table:
    """One table as the database ought to hold it."""

    name: str
    columns: tuple[str, ...]
    guard: Guard
    references: tuple[Reference, ...] = ()
    # The sequence behind an automatic key; empty for all tables of our own.
    sequence: str = ""

    @property
    def through(self) -> tuple[str, str] | None:
        """Column and table by which it finds its place, if it has none itself."""
        return THROUGH.get(self.name)

    @property
    def is_placed(self) -> bool:
        """Whether a row of it is seen only within its place."""
        return bool(self.guard.scope) or self.through is not None

    @property
    def changeable(self) -> tuple[str, ...]:
        """Of an append-only table, the columns that may change once."""
        return self.guard.erasable + self.guard.set_once

    def as_it_was(self, same: str) -> str:
        """Of an append-only table, the SQL condition that an update is allowed.

        `same` is the operator for "equal, or both NULL" between NEW and OLD.
        """
        allowed = []
        for name in self.columns:
            is_same = f'NEW."{name}" {same} OLD."{name}"'
            if name in self.guard.erasable:
                is_same = f'({is_same} OR NEW."{name}" IS NULL)'
            elif name in self.guard.set_once:
                is_same = f'({is_same} OR OLD."{name}" IS NULL)'
            allowed.append(is_same)
        return " AND ".join(allowed)


def guarded_tables() -> tuple[Table, ...]:
    """Every table of every installed application, and Django's own two.

    Raises Unguarded for one that nobody has declared or reviewed.
    """
    registered = [
        _of_model(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    cache = str(settings.CACHES["default"]["LOCATION"])
    return (
        *registered,
        Table(cache, (), _their_guard(cache)),
        Table(
            "django_migrations",
            (),
            _their_guard("django_migrations"),
            sequence="django_migrations_id_seq",
        ),
    )


def keys_pointed_at(tables: tuple[Table, ...]) -> dict[str, tuple[str, str]]:
    """Of each table that a placed reference points at: its scope and key columns."""
    return {
        reference.target: (reference.target_scope, reference.target_key)
        for table in tables
        for reference in table.references
    }


def _of_model(model: type[models.Model]) -> Table:
    name = model._meta.db_table
    guard = getattr(model, "guard", None) or _their_guard(name)
    if not guard.scope and name not in WITHOUT_PLACE and name not in THROUGH:
        raise Unguarded(f"{name} has no place and no reviewed reason")
    columns = tuple(_column(field) for field in model._meta.local_concrete_fields)
    unknown = set(guard.erasable + guard.set_once) - set(columns)
    if unknown or (guard.scope and guard.scope not in columns):
        raise Unguarded(f"{name} is guarded by columns it lacks: {sorted(unknown)}")
    key = model._meta.pk
    return Table(
        name,
        columns,
        guard,
        tuple(_references(model, guard)),
        f"{name}_{key.column}_seq" if isinstance(key, models.AutoField) else "",
    )


def _their_guard(name: str) -> Guard:
    if name not in _THEIRS:
        raise Unguarded(f"{name} belongs to another package and is not reviewed")
    return _THEIRS[name]


def _references(model: type[models.Model], guard: Guard) -> list[Reference]:
    if not guard.scope:
        return []
    found = []
    for field in model._meta.local_concrete_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        target: type[models.Model] = field.related_model
        scope = getattr(target, "guard", Guard(scope="")).scope
        if scope:
            found.append(
                Reference(
                    _column(field),
                    target._meta.db_table,
                    _column(field.target_field),
                    scope,
                )
            )
    return found


def _column(field: "models.Field[Any, Any]") -> str:
    column = field.column
    assert column is not None, "a concrete field has a column"
    return column
