"""Templates and copies as files of SQLite."""

import shutil
from pathlib import Path

from tests.databases.run import run_folder


class SqliteDatabases:
    """Each database is a file in the run's folder."""

    kind = "sqlite"

    def placeholder_url(self) -> str:
        return f"sqlite:///{self._path('none')}"

    def require(self) -> None:
        """Python has SQLite built in."""

    def start(self) -> None:
        """Files need nothing to live in but the run's folder."""

    def create(self, name: str, template: str | None) -> None:
        if template is not None:
            shutil.copyfile(self._path(template), self._path(name))

    def setting(self, name: str) -> str:
        return str(self._path(name))

    def freeze(self, name: str) -> None:
        path = self._path(name)
        assert not Path(f"{path}-wal").exists(), "a template still has a connection"
        path.chmod(0o400)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm", "-queue", "-turn"):
            Path(f"{self._path(name)}{suffix}").unlink(missing_ok=True)

    def owner(self) -> str:
        return ""

    def app(self) -> str:
        return ""

    def url(self, name: str, role: str) -> str:
        return f"sqlite:///{self._path(name)}"

    @staticmethod
    def _path(name: str) -> Path:
        return run_folder() / f"{name}.sqlite3"
