"""A copy of the database with a folder of its own, as one process or several use it."""

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from mingbai.places.models import Place
from tests import cast
from tests.databases.choice import Databases
from tests.databases.template import connected_to


@dataclass(frozen=True)
class Installation:
    """What a test that commits gets: Django is connected to it already, as app."""

    databases: Databases
    name: str
    data: Path

    @property
    def place(self) -> Place:
        """试点县; enter it with `within(installation.place)`."""
        return cast.county()

    def url(self, role: str = "") -> str:
        """The address for another process, psycopg or psql, as app or that role."""
        return self.databases.url(self.name, role or self.databases.app())

    def as_role(self, role: str) -> AbstractContextManager[None]:
        """Within it Django is that role: on SQLite, which has none, the app as before.

        On PostgreSQL `postgres` is the superuser, "" the owner of the tables.
        """
        name = self.databases.setting(self.name)
        if self.databases.kind == "sqlite":
            return connected_to(name, "")
        return connected_to(name, role or self.databases.owner())

    def environment(self, role: str = "") -> dict[str, str]:
        """The environment for another process of the same installation."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mingbai.settings",
            "MINGBAI_DATABASE": self.url(role),
            "MINGBAI_DATA": str(self.data),
            "MINGBAI_KEYS": str(settings.KEYS),
        }
