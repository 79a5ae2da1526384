"""Gather message ids, and compile the Chinese that readers see.

`--check` changes nothing and fails when an id is new, gone, fuzzy, untranslated, or
when the compiled catalogue is older than its source. `--merge FILE.json` takes
translations {"English": "中文"} for ids that have none yet.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "mingbai" / "locale" / "zh_Hans" / "LC_MESSAGES"
CATALOGUE = FOLDER / "django.po"
SOURCES = ("mingbai", "mingbai_demo")


def gathered() -> polib.POFile:
    """Every message id of the source, without translations, by Django's own tool."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for name in SOURCES:
            target = scratch / name
            subprocess.run(["cp", "-r", str(ROOT / name), str(target)], check=True)
        locale = scratch / "mingbai" / "locale"
        subprocess.run(["rm", "-rf", str(locale)], check=True)
        (locale).mkdir()
        subprocess.run(
            [
                sys.executable,
                "-m",
                "django",
                "makemessages",
                "--locale=zh_Hans",
                "--no-location",
                "--no-wrap",
                "--keep-pot",
            ],
            cwd=scratch,
            check=True,
            stdout=subprocess.DEVNULL,
            env={
                "PATH": "/usr/bin:/bin",
                "DJANGO_SETTINGS_MODULE": "catalogue_settings",
                "PYTHONPATH": str(_settings_beside(scratch, locale)),
            },
        )
        return polib.pofile(str(locale / "zh_Hans" / "LC_MESSAGES" / "django.po"))


def _settings_beside(scratch: Path, locale: Path) -> Path:
    (scratch / "catalogue_settings.py").write_text(
        f"USE_I18N = True\nLOCALE_PATHS = [{str(locale)!r}]\n"
    )
    return scratch


def merged(found: polib.POFile, known: polib.POFile) -> polib.POFile:
    """The gathered ids with the translations we have, in a stable order."""
    before = {(entry.msgctxt, entry.msgid): entry for entry in known}
    result = polib.POFile(wrapwidth=0)
    result.metadata = {
        "Project-Id-Version": "mingbai",
        "Language": "zh_Hans",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for entry in sorted(found, key=lambda one: (one.msgid, one.msgctxt or "")):
        old = before.get((entry.msgctxt, entry.msgid))
        fresh = polib.POEntry(
            msgid=entry.msgid,
            msgctxt=entry.msgctxt,
            msgid_plural=entry.msgid_plural,
            flags=[flag for flag in entry.flags if flag != "fuzzy"],
        )
        if entry.msgid_plural:
            fresh.msgstr_plural = old.msgstr_plural if old else {0: ""}
        else:
            fresh.msgstr = old.msgstr if old else ""
        result.append(fresh)
    return result


def take(result: polib.POFile, path: Path) -> None:
    """Fill in translations for ids that have none."""
    given = json.loads(path.read_text(encoding="utf-8"))
    for entry in result:
        chinese = given.get(entry.msgid)
        if not chinese or entry.translated():
            continue
        if entry.msgid_plural:
            entry.msgstr_plural = {0: chinese}
        else:
            entry.msgstr = chinese


def complaints(result: polib.POFile, known: polib.POFile) -> list[str]:
    """What keeps the catalogue from being whole and current."""
    wanted = {(entry.msgctxt, entry.msgid) for entry in result}
    had = {(entry.msgctxt, entry.msgid) for entry in known}
    said = [f"new: {msgid}" for _, msgid in sorted(wanted - had, key=str)]
    said += [f"gone: {msgid}" for _, msgid in sorted(had - wanted, key=str)]
    said += [f"no Chinese: {entry.msgid}" for entry in known if not entry.translated()]
    binary = CATALOGUE.with_suffix(".mo")
    if not binary.is_file() or binary.read_bytes() != known.to_binary():
        said.append("django.mo is not the compiled django.po")
    return said


def main() -> int:
    """0 when the catalogue is whole and current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--merge", type=Path, action="append", default=[])
    options = parser.parse_args()
    known = polib.pofile(str(CATALOGUE)) if CATALOGUE.is_file() else polib.POFile()
    result = merged(gathered(), known)
    if options.check:
        said = complaints(result, known)
        print("\n".join(said) or "The Chinese is complete and current.")
        return 1 if said else 0
    for path in options.merge:
        take(result, path)
    FOLDER.mkdir(parents=True, exist_ok=True)
    result.save(str(CATALOGUE))
    CATALOGUE.with_suffix(".mo").write_bytes(result.to_binary())
    lacking = [entry.msgid for entry in result if not entry.translated()]
    print(f"{len(result)} messages, {len(lacking)} without Chinese.")
    for msgid in lacking:
        print(f"  {msgid}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
