"""A real nginx with our file, on ports of its own, in front of a server."""

import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

DEPLOY: Final = Path(__file__).parents[2] / "deploy" / "nginx"
HOST: Final = "testserver"


class Proxy:
    """nginx in a folder; `port` speaks TLS."""

    def __init__(self, folder: Path, port: int, plain: int, upstream: int) -> None:
        self.folder = folder
        self.port = port
        self._ports = {"443": port, "80": plain}
        self._upstream = upstream

    def write(self, log: str, ledger: Path, static: Path) -> None:
        """Our file, with the paths and ports of this machine in it."""
        self.folder.mkdir()
        _make_certificate(self.folder)
        said = (DEPLOY / "mingbai.conf").read_text(encoding="utf-8")
        said = re.sub(r"    listen \[::\].*\n", "", said)
        for number, port in self._ports.items():
            said = re.sub(rf"listen {number}\b", f"listen 127.0.0.1:{port}", said)
        changes = {
            "127.0.0.1:8000": f"127.0.0.1:{self._upstream}",
            "# mingbai.example.gov.cn 01987f3a-0000-7000-8000-000000000000;": (
                f"{HOST} {log};"
            ),
            "mingbai.example.gov.cn": HOST,
            "/etc/ssl/mingbai": str(self.folder),
            "/etc/nginx/mingbai-proxy.conf": str(DEPLOY / "mingbai-proxy.conf"),
            "/var/log/nginx": str(self.folder),
            "/var/cache/nginx/mingbai": str(self.folder / "cache"),
            "/var/lib/mingbai-sequencer/ledger": str(ledger),
            "/var/lib/mingbai/static": str(static),
        }
        for theirs, ours in changes.items():
            assert theirs in said, theirs
            said = said.replace(theirs, ours)
        user = "user root;" if os.geteuid() == 0 else ""
        temporary = "".join(
            f"{name}_temp_path {self.folder}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.folder / "nginx.conf").write_text(
            f"{user}\ndaemon off;\npid {self.folder}/pid;\n"
            f"error_log {self.folder}/start.log;\nevents {{}}\n"
            f"http {{\n{temporary}{said}\n}}\n",
            encoding="utf-8",
        )

    def test(self) -> str:
        """What `nginx -t` says, empty when it is content."""
        done = subprocess.run(
            [*self._command(), "-t", "-q"], capture_output=True, text=True, check=False
        )
        return done.stderr if done.returncode or done.stderr else ""

    @contextmanager
    def running(self) -> Iterator[None]:
        """nginx, answering."""
        process = subprocess.Popen(self._command())
        try:
            deadline = time.monotonic() + 10
            while not (self.folder / "pid").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(10)

    def get(
        self, path: str, headers: Mapping[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        """A page, by TLS."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        context.check_hostname = False
        connection = HTTPSConnection("127.0.0.1", self.port, context=context)
        try:
            connection.request("GET", path, headers={"Host": HOST, **(headers or {})})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def _command(self) -> list[str]:
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        return [program, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]


def _make_certificate(folder: Path) -> None:
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    start = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=2))
        .sign(key, SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "privkey.pem").write_bytes(private)
