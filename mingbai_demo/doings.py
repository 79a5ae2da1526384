"""Lets the letters of these days happen: written, passed on, answered, rated.

Run after the import of the past; a second run changes nothing. The receipts are kept
beside the accounts, so that whoever looks at the demonstration can look letters up.
"""

import json
import sys
from pathlib import Path

import django
from django.conf import settings

from mingbai.lib.receipt import mint
from mingbai_demo.accounts import KEPT
from mingbai_demo.story import read_story


def main() -> int:
    """0 when all of it has happened."""
    django.setup()
    from mingbai_demo.live import live  # noqa: PLC0415  # models need the set-up

    kept = Path(settings.DATA) / KEPT
    words = json.loads(kept.read_text(encoding="utf-8"))
    story = read_story()
    before = {one["key"]: one["receipt"] for one in words.get("letters", [])}
    letters = [
        {
            "key": written.key,
            "title": written.title,
            "receipt": before.get(written.key) or str(mint()),
            "shown": written.shown,
        }
        for written, _deeds in story.letters
    ]
    # Written down before they are used: a run that is cut off loses none.
    words["letters"] = letters
    _keep(kept, words)
    refs = live(story, {str(one["key"]): str(one["receipt"]) for one in letters})
    if not refs:
        print("The district was not made.", file=sys.stderr)
        return 1
    words["letters"] = [{**one, "number": refs[str(one["key"])]} for one in letters]
    _keep(kept, words)
    return 0


def _keep(path: Path, words: object) -> None:
    path.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
