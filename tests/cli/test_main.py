"""The command itself: words it knows, codes it ends with, sentences it says."""

import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from mingbai import __version__
from mingbai.cli import COMMANDS, main
from tests.databases.installation import Installation

ROOT = Path(__file__).parents[2]


def run(
    *words: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`python -m mingbai` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mingbai", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_an_unknown_word_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frobnicate"]) == 2
    assert "frobnicate" in capsys.readouterr().err


def test_no_word_at_all_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "add-place" in capsys.readouterr().out


def test_a_missing_argument_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add-place"]) == 2
    assert "file" in capsys.readouterr().err


def test_a_setting_of_the_wrong_form_is_told_in_a_sentence() -> None:
    ended = run(
        "keys",
        "show",
        environment={
            "DJANGO_SETTINGS_MODULE": "mingbai.settings",
            "MINGBAI_TICK_SECONDS": "soon",
        },
    )
    assert ended.returncode == 1
    assert "MINGBAI_TICK_SECONDS" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_without_tables_is_told_in_a_sentence(tmp_path: Path) -> None:
    ended = run(
        "grant",
        "somebody",
        "registrar",
        environment={
            "DJANGO_SETTINGS_MODULE": "mingbai.settings",
            "MINGBAI_DATA": str(tmp_path),
            "MINGBAI_KEYS": str(tmp_path / "keys"),
            "MINGBAI_DATABASE": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        },
    )
    assert ended.returncode == 1
    assert "mingbai migrate" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_demonstration_is_missed_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # As in a production installation: no entry point, whatever the path holds.
    monkeypatch.setattr("mingbai.cli.entry_points", lambda **_group: ())
    assert main(["demo"]) == 1
    assert capsys.readouterr().err.strip()


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(options: object) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        return 0

    monkeypatch.setattr("mingbai.cli.keys.run", interrupted)
    # Workers of a parallel run ignore Ctrl-C; their master hears it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert main(["keys", "show"]) == 130
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_reader_who_leaves_early_hears_no_complaint() -> None:
    command = f"{sys.executable} -m mingbai --help | true; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 141
    assert ended.stderr == ""


def test_help_names_every_command_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for word in [*COMMANDS, "demo", "check"]:
        assert any(line.startswith(f"  {word} ") for line in lines), word


@pytest.mark.parametrize("word", COMMANDS)
def test_every_command_says_what_it_takes(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_module(COMMANDS[word]).HELP
    assert main([word, "--help"]) == 0
    assert f"mingbai {word}" in capsys.readouterr().out


def test_the_version_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


def test_django_s_own_commands_are_handed_on(committed: Installation) -> None:
    ended = run(
        "showmigrations",
        "places",
        "--skip-checks",
        environment=committed.environment(),
    )
    assert ended.returncode == 0, ended.stderr
    assert "places" in ended.stdout
