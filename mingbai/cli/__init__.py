"""The command `mingbai`: the roof of the house, which nothing imports.

A command is a door: it parses, opens the one durable transaction, calls verbs and
says in a sentence what was done or refused. It must hold no rule of its own.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType
from typing import Final

import django
from django.core.management import ManagementUtility, get_commands
from django.db import OperationalError
from django.utils.translation import gettext as _

from mingbai import __version__
from mingbai.cli.refused import Refused
from mingbai.lib.keyring import KeyRingMissing
from mingbai.lib.secret_file import SecretFileFault

DONE: Final = 0
REFUSED: Final = 1
WRONG_USE: Final = 2
INTERRUPTED: Final = 130  # 128 and the number of SIGINT, as shells count
NOBODY_READS: Final = 141  # 128 and the number of SIGPIPE

DEMO: Final = "demo"
COMMANDS: Final = {
    "serve": "mingbai.cli.serve",
    "worker": "mingbai.cli.worker",
    "sequencer": "mingbai.cli.sequencer",
    "add-place": "mingbai.cli.add_place",
    "grant": "mingbai.cli.grant",
    "reset-factor": "mingbai.cli.reset_factor",
    "import-powers": "mingbai.cli.import_powers",
    "export-powers": "mingbai.cli.export_powers",
    "import-letters": "mingbai.cli.import_letters",
    "load-calendar": "mingbai.cli.load_calendar",
    "keys": "mingbai.cli.keys",
    "verify": "mingbai.cli.verify",
    "backup": "mingbai.cli.backup",
    "restore": "mingbai.cli.restore",
}
"""Each module has HELP, configure(parser) and run(options)."""


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of one command: 0 done, 1 refused or failed, 2 wrong use.

    130 after Ctrl-C, 141 when the reader of our output has gone.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingbai.settings")
    try:
        code = _run(words)
        sys.stdout.flush()
    except Refused as refusal:
        _say(str(refusal))
        return REFUSED
    except OperationalError as error:
        reason = str(error).strip()
        _say(
            _("The database does not answer as it should: %(reason)s")
            % {"reason": reason}
        )
        _say(_("Is it running, and has `mingbai migrate` been run?"))
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python would complain once more when it closes the pipe at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    return code


def _run(words: list[str]) -> int:
    try:
        django.setup()
    except (KeyRingMissing, SecretFileFault, PermissionError) as error:
        _say(f"The key ring can't be used: {error}")
        return REFUSED
    except SystemExit as stop:
        return _code(stop)
    if not words or words[0] in {"-h", "--help"}:
        _list_commands()
        return DONE if words else WRONG_USE
    word, *rest = words
    if word == "--version":
        print(__version__)
        return DONE
    module = _demo() if word == DEMO else _own(word)
    try:
        return _run_own(word, module, rest) if module else _run_django(words)
    except SystemExit as stop:
        return _code(stop)


def _own(word: str) -> ModuleType | None:
    return import_module(COMMANDS[word]) if word in COMMANDS else None


def _demo() -> ModuleType:
    """The demonstration, which is no part of us: it makes itself known by its name."""
    for point in entry_points(group="mingbai.demo", name=DEMO):
        try:
            module: ModuleType = point.load()
        except ModuleNotFoundError:
            break
        return module
    raise Refused(
        _(
            "The demonstration is not installed here: it comes with the source,"
            " never with a production installation."
        )
    )


def _run_own(word: str, module: ModuleType, rest: list[str]) -> int:
    parser = argparse.ArgumentParser(prog=f"mingbai {word}", description=_(module.HELP))
    module.configure(parser)
    code: int = module.run(parser.parse_args(rest))
    return code


def _run_django(words: list[str]) -> int:
    if words[0] != "help" and words[0] not in get_commands():
        _say(_("There is no command %(word)s.") % {"word": words[0]})
        _say(_("`mingbai --help` lists them all."))
        return WRONG_USE
    # Registers its checks with Django's own by being imported, models being ready.
    import_module("mingbai.cli.checks")
    ManagementUtility(["mingbai", *words]).execute()
    return DONE


def _list_commands() -> None:
    print(_("Usage: mingbai COMMAND [OPTIONS]"))
    print()
    for word, path in COMMANDS.items():
        print(f"  {word:<16}{_(import_module(path).HELP)}")
    for word, words in {
        DEMO: _("Show the invented district, with everything it needs"),
        "check --deploy": _("Say what is not yet as a district's server needs it"),
        "migrate": _("Make or change the tables of the database"),
    }.items():
        print(f"  {word:<16}{words}")
    print()
    print(_("Each takes --help. Django's own commands: see `mingbai help`."))


def _code(stop: SystemExit) -> int:
    if stop.code is None:
        return DONE
    if isinstance(stop.code, int):
        return stop.code
    _say(str(stop.code))
    return REFUSED


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
