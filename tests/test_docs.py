"""What stands in the code stands in the documents, and nothing there is left over."""

import argparse
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

import polib
import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from mingbai import __version__
from mingbai.cli import COMMANDS, DEMO
from mingbai.ledger.findings import Fault
from mingbai.letters.models import EventKind
from mingbai.letters.verify import LetterFault
from mingbai.lib.guard import Guard
from mingbai.web.access import access_to
from tests import source
from tests.documents import ROOT, Document, document, documents, in_code

DOCUMENTS: Final = list(documents())
every_document = pytest.mark.parametrize(
    "page", DOCUMENTS, ids=[page.name for page in DOCUMENTS]
)

# The names of officials and office-holders, which no guard lets anybody erase.
NAMES: Final = frozenset(
    {"accounts_user.login", "accounts_user.name", "places_person.name"}
)
SYSTEM_FOLDERS: Final = frozenset(
    {"dev", "etc", "opt", "proc", "run", "srv", "usr", "var"}
)
HOSTS: Final = (
    *("localhost", "127.0.0.1", "github.com", "c2sp.org"),
    *("*.example", "*.example.org", "*.example.gov.cn"),
)
MAKE: Final = re.compile(r"(?:^|[\s(])make ([a-z]+)")
COMMAND: Final = re.compile(r"(?:^|[\s(/])mingbai ([a-z][a-z-]*)(.*)")
OPTION: Final = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
OUR_PATH: Final = re.compile(r"[a-z_]+(?:/[\w.-]+)*/(?:[\w-]+\.[a-z]+)?")
ABSOLUTE: Final = re.compile(r"(?<![\w./:<>{}()*…=-])/([a-z][\w.-]*)")
HOST: Final = re.compile(r"https?://([\w.-]+)")
EVENTS: Final = "docs/reference/events.md"
# So are words quoted that a reader finds on a page.
LABEL: Final = re.compile("「([^」]+)」")
CATALOGUE: Final = source.PACKAGE.joinpath(
    *("locale", "zh_Hans", "LC_MESSAGES", "django.po")
)
HEADINGS: Final = ("## Context", "## Decision", "## What we give up")
LONGEST_MAP: Final = 250


def same(documented: Collection[str], there: Collection[str]) -> None:
    """Fails by naming what is missing, what is left over, and what stands twice."""
    assert there, "nothing was found in the code: the search is wrong"
    twice = [entry for entry, times in Counter(documented).items() if times > 1]
    assert not twice, f"described twice: {twice}"
    assert not set(there) - set(documented), "not described"
    assert not set(documented) - set(there), "described, and gone"


def headings(name: str, beginning: str) -> list[str]:
    """The headings of a document that begin so."""
    return [one for one in document(name).headings if one.startswith(beginning)]


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def our_models() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models() if model.__module__.startswith("mingbai.")
    ]


def test_each_setting_has_its_section() -> None:
    same(headings("docs/reference/settings.md", "MINGBAI_"), source.settings())


def test_each_command_has_its_section() -> None:
    written = headings("docs/reference/commands.md", "mingbai ")
    ours = {f"mingbai {word}" for word in (*COMMANDS, DEMO, "check", "migrate")}
    same(written, ours)


def test_each_check_has_its_section() -> None:
    same(headings("docs/reference/checks.md", "mingbai."), source.check_ids())


def test_each_address_has_its_line() -> None:
    same(document("docs/reference/addresses.md").entries, list(every_address()))


def test_an_address_of_the_desk_names_the_duties_that_open_it() -> None:
    addresses = every_address()
    for row in document("docs/reference/addresses.md").rows:
        access = access_to(addresses[in_code(row[0])[0]])
        for duty in access.duties:
            assert duty.value in row[2], row[0]


def every_address() -> dict[str, str]:
    """The addresses of all doors, parameters in angle brackets, with their names."""
    return dict(_addresses(get_resolver().url_patterns, "/", ""))


def _addresses(
    patterns: Sequence[URLPattern | URLResolver], before: str, space: str
) -> Iterator[tuple[str, str]]:
    for one in patterns:
        address = before + _plain_address(f"{one.pattern}")
        if isinstance(one, URLResolver):
            inner = f"{one.namespace}:" if one.namespace else space
            yield from _addresses(one.url_patterns, address, inner)
        elif not address.startswith("/static/"):
            yield address, f"{space}{one.name}"


def _plain_address(pattern: str) -> str:
    """`<slug>` of `<slug:slug>`, and `<name>` of a group in a regular expression."""
    without_types = re.sub(r"<\w+:(\w+)>", r"<\1>", pattern.lstrip("^"))
    return re.sub(r"\(\?P(<\w+>).*", r"\1", without_types)


def test_each_finding_of_verify_has_its_line() -> None:
    of_letters = {f"letter-{fault}" for fault in LetterFault}
    missing = {"letter-missing", "letter-event-missing"}
    found = {str(fault) for fault in Fault} | of_letters | missing
    same(document("docs/reference/findings.md").entries, found)


def test_each_verb_has_its_line() -> None:
    written = document("docs/reference/verbs.md").entries
    known = source.functions()
    wanted = {name for name, is_wanted in known.items() if is_wanted}
    # Reads may be described; verbs must be.
    same(written, wanted | (set(written) & set(known)))


def test_each_event_of_the_ledger_has_its_line() -> None:
    same(document(EVENTS).entries, source.events())


def test_every_kind_of_event_of_a_letter_is_recorded_by_a_verb() -> None:
    # A registration has a leaf of its own kind.
    kinds = {f"letter.{kind}" for kind in EventKind} - {"letter.registered"}
    same(list(source.letter_events()), kinds)


@pytest.mark.parametrize(("event", "facts"), sorted(source.events().items()))
def test_an_event_states_the_facts_that_its_line_names(
    event: str, facts: set[str]
) -> None:
    rows = {in_code(row[0])[0]: row for row in document(EVENTS).rows}
    named = [one for one in in_code(rows[event][2]) if source.FACT.fullmatch(one)]
    same(named, facts)


def test_each_model_has_its_official_term() -> None:
    same(
        document("docs/reference/glossary.md").entries,
        [model.__name__ for model in our_models()],
    )


def test_each_official_term_is_chinese() -> None:
    for row in document("docs/reference/glossary.md").rows:
        assert re.search(r"[\u4e00-\u9fff]", row[1]), row[0]


def test_each_column_with_personal_data_has_its_line() -> None:
    page = document("docs/reference/personal-data.md")
    erasable = {
        f"{model._meta.db_table}.{column}"
        for model in our_models()
        if isinstance(guard := getattr(model, "guard", None), Guard)
        for column in guard.erasable
    }
    columns = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }
    written = set(page.entries)
    same(page.entries, erasable | NAMES | (written & columns))


def test_the_map_shows_every_package_and_what_it_must_never_do() -> None:
    page = document("ARCHITECTURE.md")
    packages = {path.parent.name for path in source.PACKAGE.glob("*/__init__.py")}
    assert not packages - set(page.headings), "not on the map"
    sections = re.split(r"^### ", page.text.split("## Code map")[1], flags=re.MULTILINE)
    for section in sections[1:]:
        code = section.split("\n## ")[0]
        assert "**Invariant:**" in code, section.splitlines()[0]


def test_the_map_fits_in_one_reading() -> None:
    assert len(document("ARCHITECTURE.md").text.splitlines()) < LONGEST_MAP


def test_packages_that_come_later_are_not_there_yet() -> None:
    later = document("ARCHITECTURE.md").rows
    for row in later:
        for name in in_code(row[0]):
            folder = source.PACKAGE / name.replace(".", "/")
            is_package = re.fullmatch(r"[a-z]+(\.[a-z]+)?", name) is not None
            assert not (is_package and folder.is_dir()), f"{name} has come"


def test_decisions_are_numbered_without_gaps_and_say_what_they_cost() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    numbers = [int(path.name[:4]) for path in pages]
    assert numbers == list(range(1, len(pages) + 1))
    listed = document("docs/adr/README.md").links
    assert listed == [path.name for path in pages]
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} ")
        assert [one for one in HEADINGS if one not in text] == [], path.name


def test_the_changelog_has_this_version() -> None:
    written = document("CHANGELOG.md").headings
    assert written[1] == "Unreleased"
    assert __version__ in written


def test_contributors_are_told_of_every_target() -> None:
    cells = [row[0] for row in document("CONTRIBUTING.md").rows]
    told = [
        target for cell in cells for target in MAKE.findall(" ".join(in_code(cell)))
    ]
    same(told, make_targets())


@every_document
def test_a_document_names_only_targets_that_exist(page: Document) -> None:
    named = {target for line in page.code for target in MAKE.findall(line)}
    assert named <= make_targets()


@every_document
def test_a_document_names_only_commands_and_options_that_exist(page: Document) -> None:
    for line in page.code:
        for word, rest in COMMAND.findall(line.split(" # ")[0]):
            assert word in {*COMMANDS, DEMO, *get_commands(), "help"}, line
            if word in {*COMMANDS, DEMO}:
                unknown = set(OPTION.findall(rest.split("|")[0])) - options_of(word)
                assert not unknown, line


def options_of(word: str) -> set[str]:
    """Every option of a command of ours, those of its acts included."""
    module = import_module("mingbai_demo.demo" if word == DEMO else COMMANDS[word])
    parser = argparse.ArgumentParser()
    module.configure(parser)
    return _options(parser)


def _options(parser: argparse.ArgumentParser) -> set[str]:
    found = set(parser._option_string_actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                found |= _options(inner)
    return found


@every_document
def test_a_link_leads_somewhere(page: Document) -> None:
    for link in page.links:
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.path.parent / path).resolve() if path else page.path
        assert target.is_relative_to(ROOT), f"{link} leads out of the repository"
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in Document(target).anchors, f"{link} has no such heading"


@every_document
def test_a_document_names_only_files_that_exist(page: Document) -> None:
    for code in page.code:
        if OUR_PATH.fullmatch(code) and code.split("/")[0] in our_folders():
            places = (ROOT, ROOT / "mingbai", page.path.parent)
            assert any((place / code).exists() for place in places), code


def our_folders() -> set[str]:
    """Names with which a path of ours begins: of the repository, and of the package."""
    return {
        path.name
        for folder in (ROOT, source.PACKAGE)
        for path in folder.iterdir()
        if path.is_dir() and not path.name.startswith(".")
    } - {"data"}


@every_document
def test_a_document_names_no_folder_of_somebodys_machine(page: Document) -> None:
    known = SYSTEM_FOLDERS | our_addresses()
    for line in page.code:
        for first in ABSOLUTE.findall(line):
            assert first in known, line


def our_addresses() -> set[str]:
    """What our addresses begin with, at any door; static files and errors included."""
    found = {"static"}
    for pattern in get_resolver().url_patterns:
        inner = pattern.url_patterns if isinstance(pattern, URLResolver) else [pattern]
        for one in inner:
            written = f"{pattern.pattern}" if inner != [pattern] else ""
            written = f"{written}{one.pattern}".lstrip("^")
            found.add(re.split(r"[/<(\\]", written)[0])
    return found


@every_document
def test_a_document_sends_nobody_to_a_host_that_was_not_reviewed(
    page: Document,
) -> None:
    for host in HOST.findall(page.text):
        assert any(fnmatch(host.rstrip("."), known) for known in HOSTS), host


@every_document
def test_a_document_quotes_only_words_that_stand_on_our_pages(page: Document) -> None:
    for word in LABEL.findall(page.text):
        assert word in shown_words(), word


@cache
def shown_words() -> set[str]:
    """Every Chinese word or sentence of the catalogue."""
    return {entry.msgstr for entry in polib.pofile(str(CATALOGUE))}


def test_pictures_of_the_first_page_are_small() -> None:
    for link in document("README.md").links:
        if link.endswith(".png"):
            assert Path(ROOT / link).stat().st_size < 1_000_000, link
