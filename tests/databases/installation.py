"""A copy of the database with a folder of its own, as one process or several use it."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from mingbai.places.models import Place
from tests import cast
from tests.databases.choice import Databases


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
        """The address for another process, as the app or as that role."""
        return self.databases.url(self.name, role or self.databases.app())

    def environment(self, role: str = "") -> dict[str, str]:
        """The environment for another process of the same installation."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mingbai.settings",
            "MINGBAI_DATABASE": self.url(role),
            "MINGBAI_DATA": str(self.data),
            "MINGBAI_KEYS": str(settings.KEYS),
        }
