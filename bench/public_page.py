"""A public page as we serve it, against nginx serving the same bytes from a file."""

import http.client
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from bench.installation import HOST, Environment, free_port, process
from bench.rounds import Ratio, interleaved

PAGES: Final = {"/": "home page", "/powers/": "list of powers"}
WRK: Final = ["wrk", "-t1", "-c16", "-d3s", "--latency"]


def measure(environment: Environment, folder: Path) -> list[Ratio]:
    """Requests a second, ours over nginx's, for each page."""

    ours, theirs = free_port(), free_port()
    words = [sys.executable, "-m", "mingbai", "serve", "--port", str(ours)]
    with process(words, environment, ours):
        for address in PAGES:
            page = folder / "html" / address.strip("/") / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_bytes(fetch(ours, address))
        nginx = [
            "nginx",
            "-c",
            str(_configuration(folder, theirs)),
            "-g",
            "daemon off;",
        ]
        with process(nginx, environment, theirs):
            return [
                interleaved(
                    f"{name}, embedded server",
                    "requests/s ÷ nginx serving the same bytes as a file",
                    ours=partial(request_rate, ours, address),
                    theirs=partial(request_rate, theirs, address),
                )
                for address, name in PAGES.items()
            ]


def fetch(port: int, address: str) -> bytes:
    """The page; raises RuntimeError unless the answer is 200."""
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", address)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    return body


def request_rate(port: int, address: str, load: Sequence[str] = WRK) -> float:
    """Requests a second, by wrk; raises RuntimeError when one is answered amiss."""
    done = subprocess.run(
        [*load, f"http://{HOST}:{port}{address}"],
        check=True,
        capture_output=True,
        text=True,
    )
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(done.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found is not None, done.stdout
    return float(found[1])


def _configuration(folder: Path, port: int) -> Path:
    path = folder / "nginx.conf"
    path.write_text(
        f"""user root;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    default_type text/html;
    types {{ text/html html; }}
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    server {{ listen {HOST}:{port}; root {folder}/html; }}
}}
"""
    )
    return path
