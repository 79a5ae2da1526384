"""`make setup`: what is missing is said in one sentence, with the way to get it."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def set_up(python: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", "tools/setup.sh"],
        cwd=ROOT,
        env={**os.environ, "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )


def imitation(folder: Path, script: str) -> Path:
    path = folder / "python3"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ('case "$*" in *ensurepip*) exit 1;; esac', "python3-venv"),
        ('case "$*" in *version_info*) exit 1;; esac; echo 3.9', "3.11"),
    ],
)
def test_a_python_that_lacks_something_is_told_so(
    tmp_path: Path, script: str, named: str
) -> None:
    done = set_up(imitation(tmp_path, script))
    assert done.returncode == 2
    assert named in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_no_python_at_all_is_told_so(tmp_path: Path) -> None:
    done = set_up(tmp_path / "nothing")
    assert done.returncode == 2
    assert "apt-get install python3" in done.stderr
