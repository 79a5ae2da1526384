"""The nginx file: accepted, and in front of a real server it does what it says."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from mingbai import sequencer
from tests.cli.servers import free_port, serving
from tests.databases.installation import Installation
from tests.databases.template import connected_to
from tests.deploy.proxies import Proxy
from tests.requires import require

FOR_EVER = "public, max-age=31536000, immutable"


def require_nginx() -> None:
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    require(found is not None, "nginx (apt install nginx)")


@pytest.fixture
def proxy(committed: Installation, tmp_path: Path) -> Iterator[Proxy]:
    """nginx before a server whose ledger has been published."""
    require(
        any(map(shutil.which, ("nginx", "/usr/sbin/nginx"))),
        "nginx (apt install nginx)",
    )
    log = committed.place.pk
    role = settings.DATABASE_ROLES["sequencer"]
    with connected_to(committed.databases.setting(committed.name), role):
        assert sequencer.run(threading.Event(), once=True)
    static = tmp_path / "static"
    (static / "ui").mkdir(parents=True)
    (static / "ui" / "site.css").write_text("body{}")
    port = free_port()
    proxy = Proxy(tmp_path / "nginx", free_port(), free_port(), port)
    proxy.write(str(log), committed.data / "ledger", static)
    environment = committed.environment() | {"MINGBAI_HTTPS": "1"}
    with serving(environment, port), proxy.running():
        yield proxy


def test_the_file_is_accepted(tmp_path: Path) -> None:
    require(
        any(map(shutil.which, ("nginx", "/usr/sbin/nginx"))),
        "nginx (apt install nginx)",
    )
    proxy = Proxy(tmp_path / "nginx", free_port(), free_port(), free_port())
    proxy.write("01987f3a-0000-7000-8000-000000000000", tmp_path, tmp_path)
    assert proxy.test() == ""


def test_it_serves_files_from_the_disk_and_pages_from_behind(
    proxy: Proxy, committed: Installation
) -> None:
    page, body = proxy.get("/letters/write/")
    assert page.status == 200
    assert "<form" in body.decode()
    sheet, _content = proxy.get("/static/ui/site.css?v=1")
    assert (sheet.status, sheet.headers["Cache-Control"]) == (200, FOR_EVER)
    # Only the disk has this one: the server behind would give the real sheet.
    assert _content == b"body{}"
    folder = committed.data / "ledger" / str(committed.place.pk)
    bundle = next(folder.glob("tile/entries/*.p/*"))
    path = f"/ledger/{bundle.relative_to(folder)}"
    tile, content = proxy.get(path)
    assert (tile.status, tile.headers["Cache-Control"]) == (200, FOR_EVER)
    assert content == bundle.read_bytes()
    assert tile.headers["Access-Control-Allow-Origin"] == "*"
    assert tile.headers["Content-Type"] == "application/octet-stream"
    note, content = proxy.get("/ledger/checkpoint")
    assert note.headers["Cache-Control"] == "public, max-age=5"
    assert content == (folder / "checkpoint").read_bytes()
    assert proxy.get("/ledger/tile/0/999")[0].status == 404
    assert proxy.get("/ledger/tile/../checkpoint")[0].status in {200, 400, 404}
    assert proxy.get("/ledger/tile/../../../../../etc/passwd")[0].status in {400, 404}


def test_each_look_has_its_sheet_and_no_reader_gets_another_ones(proxy: Proxy) -> None:
    looks = ["normal.normal", "large.high", "largest.normal"]
    for _again in range(2):
        sheets = [
            proxy.get("/look.css", {"Cookie": f"look={look}"})[1] for look in looks
        ]
        assert len(set(sheets)) == len(looks)
    nobody, sheet = proxy.get("/look.css", {"Cookie": "look=;evil=1"})
    assert sheet == sheets[0]
    assert nobody.headers["Cache-Control"] == "private, no-cache"
    assert nobody.headers["Vary"] == "Cookie"
    unchanged, _nothing = proxy.get(
        "/look.css", {"If-None-Match": nobody.headers["ETag"]}
    )
    assert unchanged.status == 304


def test_the_log_has_no_address_and_no_query(proxy: Proxy) -> None:
    proxy.get("/letters/write/?power=secret-code")
    log = proxy.folder / "mingbai.log"
    # nginx writes the line after the answer has left.
    deadline = time.monotonic() + 10
    while "/letters/write/ 200" not in log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    lines = log.read_text()
    assert "secret-code" not in lines
    assert "127.0.0.1" not in lines
