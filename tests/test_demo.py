"""The demonstration: made by one command, twice on the same folder, stopped cleanly."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener, urlopen

import pytest

LOOPBACK: Final = "127.0.0.1"
START_SECONDS: Final = 90
STOP_SECONDS: Final = 40
REGISTRAR: Final = "qiuyuan"

pytestmark = pytest.mark.sqlite


def environment() -> dict[str, str]:
    """What a person's shell has: nothing of ours, nothing of the tests'."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MINGBAI_", "DJANGO_"))
    }


def demo(*words: str) -> "subprocess.CompletedProcess[str]":
    """One run of `mingbai demo` that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "mingbai", "demo", *words],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the district was made."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = demo("--once", "--data", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """The demonstration in the foreground; gives what it printed, ends it by Ctrl-C."""
    printed = folder / f"printed-{port}"
    with printed.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-u", "-m", "mingbai", "demo"),
                *("--port", str(port), "--data", str(folder)),
            ],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for("Ctrl-C", printed, process)
        yield printed.read_text(encoding="utf-8")
        process.send_signal(signal.SIGINT)
        assert process.wait(STOP_SECONDS) == 0, printed.read_text(encoding="utf-8")
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(STOP_SECONDS)


def _wait_for(word: str, printed: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while word not in printed.read_text(encoding="utf-8"):
        assert process.poll() is None, printed.read_text(encoding="utf-8")
        assert time.monotonic() < until, printed.read_text(encoding="utf-8")
        time.sleep(0.2)


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def left_running(folder: Path) -> list[str]:
    """Processes whose data are in that folder."""
    mark = f"MINGBAI_DATA={folder}".encode()
    found = []
    for process in Path("/proc").iterdir():
        try:
            told = (process / "environ").read_bytes().split(b"\0")
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if mark in told and words:
            found.append(words.replace(b"\0", b" ").decode())
    return found


def kept_in(folder: Path) -> dict[str, Any]:
    """What it keeps for visitors: the accounts, and the receipts of some letters."""
    kept: dict[str, Any] = json.loads(
        (folder / "demo-accounts.json").read_text(encoding="utf-8")
    )
    return kept


def accounts_in(folder: Path) -> list[dict[str, str]]:
    """Login and secret of every account."""
    accounts: list[dict[str, str]] = kept_in(folder)["accounts"]
    return accounts


def test_a_taken_port_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = demo("--port", port, "--data", str(tmp_path / "data"))
    assert done.returncode == 1
    assert port in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_second_making_changes_nothing(folder: Path) -> None:
    before = kept_in(folder)
    assert demo("--once", "--data", str(folder)).returncode == 0
    assert kept_in(folder) == before


def test_a_making_that_was_cut_off_at_the_end_goes_on(folder: Path) -> None:
    before = kept_in(folder)
    for module in ("mingbai_demo.accounts", "mingbai_demo.doings"):
        told = {
            "MINGBAI_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "mingbai.settings",
        }
        subprocess.run(
            [sys.executable, "-m", module], env=environment() | told, check=True
        )
    assert kept_in(folder) == before


def test_a_code_for_nobody_is_refused(folder: Path) -> None:
    done = code_of("nobody", folder)
    assert done.returncode == 1
    assert "nobody" in done.stderr


def test_it_serves_twice_on_the_same_folder_and_stops_cleanly(folder: Path) -> None:
    for turn in range(2):
        port = free_port()
        with serving(folder, port) as printed:
            says_where_and_who(printed, port, folder)
            shows_the_district(port)
            if turn == 0:
                signs_in(port, folder)
            assert left_running(folder)
        assert left_running(folder) == []


def test_told_to_end_while_it_starts_it_leaves_nothing_running(folder: Path) -> None:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "mingbai", "demo"),
            *("--port", str(free_port()), "--data", str(folder)),
        ],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + START_SECONDS
    while not any("sequencer" in words for words in left_running(folder)):
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    assert process.wait(STOP_SECONDS) == 0
    assert left_running(folder) == []


def says_where_and_who(printed: str, port: int, folder: Path) -> None:
    """Addresses, the password, and each account with its secret."""
    assert f"http://localhost:{port}/" in printed
    assert f"http://localhost:{port}/desk/" in printed
    assert "qinghe-demo-2026" in printed
    for account in accounts_in(folder):
        assert account["login"] in printed
        assert account["secret"] in printed
    shown = [letter for letter in kept_in(folder)["letters"] if letter["shown"]]
    assert len(shown) == 3
    for letter in shown:
        assert letter["receipt"] in printed
        assert letter["number"] in printed


def shows_the_district(port: int) -> None:
    """Its name, its sixty powers, its leaders' mailbox."""
    for path, word in (("/", "青禾区"), ("/powers/", "60"), ("/letters/", "区委书记")):
        with urlopen(f"http://localhost:{port}{path}", timeout=30) as answer:
            assert answer.status == HTTPStatus.OK
            assert word in answer.read().decode(), path


def signs_in(port: int, folder: Path) -> None:
    """By the printed password and the code that the demonstration computes."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    start = f"http://localhost:{port}/desk/sign-in/"
    given = {"login": REGISTRAR, "password": "qinghe-demo-2026"}
    assert "code/" in post(browser, start, **given)[0]
    code = code_of(REGISTRAR, folder).stdout.split()[0]
    address, page = post(browser, f"{start}code/", code=code)
    assert address.endswith("/desk/")
    assert "邱予安" in page


def post(browser: OpenerDirector, address: str, **fields: str) -> tuple[str, str]:
    """Where the form at that address leads, and the page there."""
    with browser.open(address, timeout=30) as form:
        token = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"', form.read().decode()
        )
    assert token
    told = urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
    with browser.open(address, told, timeout=30) as answer:
        return answer.url, answer.read().decode()


def code_of(login: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """What `mingbai_demo.code` prints."""
    return subprocess.run(
        [sys.executable, "-m", "mingbai_demo.code", login, "--data", str(folder)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
