"""`mingbai serve`: refusals in a sentence, and a server that ends when it is told."""

import argparse
import signal
import socket
from pathlib import Path

import pytest
from django.db import connection

from mingbai.cli import serve
from tests.cli.installations import empty, run_command
from tests.cli.servers import free_port, get, serving
from tests.databases.choice import Databases
from tests.databases.installation import Installation


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    serve.configure(parser)
    return parser.parse_args(words)


def test_without_a_key_ring_nothing_is_served(
    committed: Installation, tmp_path: Path
) -> None:
    environment = committed.environment() | {"MINGBAI_KEYS": str(tmp_path / "none")}
    ended = run_command(environment, "serve", "--port", str(free_port()))
    assert ended.code == 1
    assert "mingbai keys create" in ended.err


def test_without_tables_nothing_is_served(databases: Databases, tmp_path: Path) -> None:
    with empty(databases, tmp_path / "none") as installation:
        environment = installation.environment()
        ended = run_command(environment, "serve", "--port", str(free_port()))
    assert ended.code == 1
    assert "mingbai migrate" in ended.err
    assert "Traceback" not in ended.err


def test_without_a_database_nothing_is_served(committed: Installation) -> None:
    nowhere = "postgresql://mingbai_app@127.0.0.1:1/mingbai?connect_timeout=2"
    environment = committed.environment() | {"MINGBAI_DATABASE": nowhere}
    ended = run_command(environment, "serve", "--port", str(free_port()))
    assert ended.code == 1
    assert "Traceback" not in ended.err


def test_a_port_that_is_taken_is_refused(committed: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run_command(committed.environment(), "serve", "--port", port)
    assert ended.code == 1
    assert port in ended.err


@pytest.mark.parametrize("doors", ["", ",", "public,cellar"])
def test_an_unknown_door_is_refused(committed: Installation, doors: str) -> None:
    words = ("serve", "--doors", doors, "--port", str(free_port()))
    ended = run_command(committed.environment(), *words)
    assert ended.code == 1
    assert "public, desk, api" in ended.err


@pytest.mark.parametrize("word", ["0", "-1", "65536", "eighty", "8.0"])
def test_what_is_no_port_is_wrong_use(word: str) -> None:
    with pytest.raises(SystemExit) as end:
        options("--port", word)
    assert end.value.code == 2


def test_a_process_without_threads_is_wrong_use() -> None:
    for name in ("--threads", "--workers"):
        with pytest.raises(SystemExit):
            options(name, "0")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_ends_when_it_is_told(
    committed: Installation, number: signal.Signals
) -> None:
    port = free_port()
    with serving(committed.environment(), port) as server:
        assert get(port, "/letters/write/")[0] == 200
        assert get(port, "/letters/write/", host="elsewhere.example")[0] == 404
        server.send_signal(number)
        said, _nothing = server.communicate(timeout=30)
    assert server.returncode == 0
    assert str(port) in said
    # No request is logged, least of all its address.
    assert "/letters/write/" not in said


def test_a_door_that_is_not_opened_is_not_there(committed: Installation) -> None:
    port = free_port()
    with serving(committed.environment(), port, "--doors", "public"):
        assert get(port, "/letters/write/")[0] == 200
        assert get(port, "/desk/")[0] == 404


def test_each_thread_has_a_connection_on_postgresql(place: object) -> None:
    told = serve.environment({"GRANIAN_PORT": "1", "PATH": "/bin"}, 6, ["public"])
    pool = {"MINGBAI_POOL": "6"} if connection.vendor == "postgresql" else {}
    assert told == {"PATH": "/bin", "MINGBAI_DOORS": "public", **pool}
    assert serve.environment({"MINGBAI_POOL": "2"}, 6, [])["MINGBAI_POOL"] == "2"


def test_the_server_is_never_asgi() -> None:
    told = serve.granian_options(options("--threads", "3"))
    assert told[told.index("--interface") + 1] == "wsgi"
    assert told[told.index("--blocking-threads") + 1] == "3"
    assert "--no-access-log" in told
