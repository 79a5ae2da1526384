"""systemd itself reads the units; what they must say of safety is checked here."""

import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests.requires import require

UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
HARDENING = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "LimitCORE": "0",
}


def service(path: Path) -> dict[str, str]:
    # EnvironmentFile stands there twice, and names keep their case.
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as documented
    parser.read(path, encoding="utf-8")
    return dict(parser["Service"])


def test_every_unit_is_accepted_by_systemd(tmp_path: Path) -> None:
    require(shutil.which("systemd-analyze") is not None, "systemd-analyze")
    copies = []
    for unit in sorted(UNITS.iterdir()):
        copy = tmp_path / unit.name
        # The program is installed by hand, and not on the machine of the tests.
        said = unit.read_text(encoding="utf-8")
        copy.write_text(
            said.replace("/opt/mingbai/bin/mingbai", sys.executable), encoding="utf-8"
        )
        copies.append(str(copy))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *copies],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: str(path.name))
def test_no_service_can_do_more_than_it_needs(path: Path) -> None:
    said = service(path)
    assert HARDENING.items() <= said.items()
    assert said["User"] not in {"", "root"}
    assert said["SystemCallFilter"] == "@system-service"


def test_signing_has_a_user_and_no_network_of_its_own() -> None:
    users = {path.stem: service(path)["User"] for path in SERVICES}
    assert users["mingbai-sequencer"] not in {users["mingbai-web"], "mingbai"}
    sequencer = service(UNITS / "mingbai-sequencer.service")
    assert sequencer["PrivateNetwork"] == "yes"
    assert sequencer["InaccessiblePaths"] == "-/var/lib/mingbai"


def test_only_the_users_of_the_doors_reach_their_folder() -> None:
    for path in SERVICES:
        said = service(path)
        is_door = said["User"] == "mingbai"
        assert (said["StateDirectory"] == "mingbai") == is_door
