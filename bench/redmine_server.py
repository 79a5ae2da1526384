"""The Redmine peer, where Debian's packages of it are installed: an own instance.

`apt-get install redmine redmine-pgsql puma dbconfig-no-thanks`, with BUNDLER_VERSION
set as below: the newest Bundler of Debian 12 does not see Debian's own gems, and the
packages fail to configure with it.
"""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from bench.installation import HOST, free_port, process
from bench.letter_text import TEXT, TITLE
from bench.peer_queue import PeerQueue, as_superuser, new_database

PROGRAM: Final = Path("/usr/share/redmine")
DATABASE: Final = "redmine"
# Redmine takes an instance from nowhere else, and from there its adapter's gem.
INSTANCE: Final = Path("/var/lib/redmine/mingbai-bench")
ROWS: Final = 25
ADMIN: Final = "admin"
LIST: Final = f"/projects/letters/issues?set_filter=1&status_id=o&per_page={ROWS}"


def is_installed() -> bool:
    """Whether there is something to measure."""
    return (PROGRAM / "config.ru").exists()


@contextmanager
def redmine(
    folder: Path, environment: Mapping[str, str], count: int, deep: int
) -> Iterator[PeerQueue]:
    """Its list of so many open issues, first page and deep one, for somebody."""
    new_database(environment, DATABASE)
    told = _instance(folder / "redmine", environment["PGHOST"])
    INSTANCE.unlink(missing_ok=True)
    INSTANCE.symlink_to(folder / "redmine")
    try:
        for task in ("db:migrate", "redmine:load_default_data"):
            words = ["rake", "-s", task]
            subprocess.run(
                words, cwd=PROGRAM, env=told, check=True, stdout=subprocess.DEVNULL
            )
        as_superuser(environment, DATABASE, _issues(count))
        port = free_port()
        words = [
            *("puma", "-q", "-e", "production", "-t", "8:8"),
            *("-b", f"tcp://{HOST}:{port}", "--dir", str(PROGRAM)),
        ]
        with process(words, told, port):
            yield PeerQueue(
                "Redmine",
                port,
                _sign_in(port),
                first=(LIST,),
                deep=(f"{LIST}&page={deep // ROWS + 1}",),
            )
    finally:
        INSTANCE.unlink()


def _instance(folder: Path, sockets: str) -> dict[str, str]:
    """The folders of an instance, and the environment that names it."""
    for name in ("config", "files", "log", "tmp/cache", "tmp/pids"):
        (folder / name).mkdir(parents=True)
    (folder / "config" / "secret_key.txt").write_text(secrets.token_hex(64))
    (folder / "config" / "database.yml").write_text(
        "production:\n  adapter: postgresql\n  encoding: utf8\n  pool: 8\n"
        f"  database: {DATABASE}\n  username: postgres\n  host: {sockets}\n"
    )
    return {
        **os.environ,
        "BUNDLER_VERSION": "2.3.15",
        "RAILS_ENV": "production",
        "REDMINE_LANG": "zh",
        "REDMINE_INSTANCE": INSTANCE.name,
        "SCHEMA": str(folder / "schema.rb"),
    }


def _issues(count: int) -> str:
    return f"""
        UPDATE users SET must_change_passwd = false WHERE login = '{ADMIN}';
        INSERT INTO projects (id, name, identifier, is_public, status, lft, rgt,
                              created_on, updated_on)
            VALUES (1, '来信', 'letters', false, 1, 1, 2, now(), now());
        INSERT INTO enabled_modules (project_id, name) VALUES (1, 'issue_tracking');
        INSERT INTO projects_trackers (project_id, tracker_id)
            SELECT 1, id FROM trackers;
        INSERT INTO issues (id, tracker_id, project_id, subject, description,
                            status_id, priority_id, author_id, assigned_to_id,
                            lock_version, done_ratio, is_private, root_id, lft, rgt,
                            start_date, due_date, created_on, updated_on)
            SELECT n, (SELECT min(id) FROM trackers), 1, '{TITLE}', '{TEXT}',
                   (SELECT min(id) FROM issue_statuses WHERE NOT is_closed),
                   (SELECT min(id) FROM enumerations
                     WHERE type = 'IssuePriority' AND is_default),
                   user_id, CASE WHEN n % 3 > 0 THEN user_id END, 0, 0, false, n, 1, 2,
                   current_date, current_date + n % 90,
                   now() - n * interval '31 minutes', now()
              FROM generate_series(1, {count}) AS n,
                   (SELECT id AS user_id FROM users WHERE login = '{ADMIN}') AS staff;
        ANALYZE;
    """


def _sign_in(port: int) -> str:
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    address = f"http://{HOST}:{port}/login"
    with browser.open(address, timeout=120) as form:
        page = form.read().decode()
    token = re.search(r'name="authenticity_token" value="([^"]+)"', page)
    assert token is not None, "the form has no token"
    given = {"username": ADMIN, "password": ADMIN, "authenticity_token": token[1]}
    with browser.open(address, urlencode(given).encode(), timeout=120) as answer:
        if answer.url == address:
            raise RuntimeError("Redmine let nobody in")
    return "; ".join(f"{one.name}={one.value}" for one in jar)


def absent() -> None:
    """Say that nothing of it is measured."""
    print("Redmine is not installed: its rows stay as they were.", file=sys.stderr)
