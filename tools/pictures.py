"""Pictures of every page of the running demonstration, at phone and desk width.

`python tools/pictures.py --address http://localhost:8000 --data data/demo OUT`. With
`--documents` only those that the documents show, into docs/pictures. Two versions of a
power can be compared only after somebody changed it.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    FloatRect,
    Page,
    StorageState,
    ViewportSize,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = (390, 1280)
# A document shows no more of a page than this many pixels from its top.
TALLEST = 1300
PUBLIC = {
    "home": "/",
    "powers-leaders": "/powers/",
    "powers-bodies": "/powers/bodies/",
    "powers-categories": "/powers/categories/",
    "powers-matters": "/powers/matters/",
    "powers-year-ago": "/powers/?on=2025-11-24",
    "powers-before": "/powers/?on=2020-01-01",
    "powers-search": "/powers/search/?q=学校",
    "powers-search-none": "/powers/search/?q=核燃料",
    "powers-changes": "/powers/changes/2025-11/",
    "powers-changes-none": "/powers/changes/2025-12/",
    "powers-between": "/powers/changes/between/?from=2025-10-01&to=2026-11-24",
    "powers-months": "/powers/changes/months/",
    "power": "/powers/QH-ZZ-014/",
    "power-compare": "/powers/QH-ZZ-014/compare/",
    "body": "/bodies/zuzhibu/",
    "leader": "/leaders/xuanchuanbu-buzhang/",
    "letters": "/letters/",
    "letters-late": "/letters/late/",
    "letters-promises": "/letters/promises/",
    "letter-write": "/letters/write/?power=QH-ZZ-014",
    "letter-look-up": "/letters/look-up/",
    "verify": "/verify/",
    "report": "/report/",
    "about": "/about/",
    "grants": "/about/grants/",
    "accessibility": "/accessibility/",
    "missing": "/nothing-here/",
    "sign-in": "/desk/sign-in/",
}
SHOWN = {
    ("home", 390),
    ("home", 1280),
    ("letter-write", 390),
    ("letter-receipt", 390),
    ("desk-queue", 1280),
    ("desk-letter", 1280),
    ("power", 1280),
    ("power", 390),
    ("powers-leaders", 1280),
    ("powers-year-ago", 1280),
    ("powers-search", 390),
    ("powers-changes", 1280),
    ("power-compare", 1280),
    ("leader", 1280),
    ("leader", 390),
    ("body", 1280),
    ("letter-story", 390),
    ("powers-between", 1280),
    ("powers-months", 390),
    ("letters", 390),
    ("letters-late", 390),
    ("letter-answered", 390),
    ("desk-register", 1280),
    ("desk-supervision", 1280),
    ("desk-late", 1280),
    ("desk-approve", 1280),
}
# Letters of the demonstration: answered with promises; put up for approval.
ANSWERED = "caochang"
PUT_UP = "zhuanxue"


class Album:
    """Takes pictures of pages into a folder."""

    def __init__(self, folder: Path, documents: bool) -> None:
        self._folder = folder
        self._documents = documents

    def take(self, page: Page, name: str, width: int) -> None:
        """One picture of the whole page, if it is wanted."""
        if self._documents and (name, width) not in SHOWN:
            return
        path = self._folder / f"{name}-{width}.png"
        height = page.evaluate("document.documentElement.scrollHeight")
        shown = min(height, TALLEST) if self._documents else height
        clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": shown}
        page.screenshot(path=path, full_page=True, clip=clip)
        print(path)


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without what it would do by itself."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing: apt-get install chromium")
    words = ["--disable-gpu", "--disable-quic", "--no-first-run"]
    words += ["--disable-background-networking", "--disable-component-update"]
    words += ["--disable-sync", "--no-sandbox"]
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=words)
        yield opened
        opened.close()


def walk_public(page: Page, album: Album, width: int, address: str) -> None:
    """Every page that needs no sign-in, and one letter up to its receipt."""
    for name, path in PUBLIC.items():
        page.goto(address + path)
        album.take(page, name, width)
    page.goto(address + "/letters/write/")
    page.get_by_role("button", name="下一步").click()
    album.take(page, "letter-errors", width)
    page.locator("input[name=kind]").nth(1).check()
    page.locator("input[name=to]").first.check()
    page.locator("input[name=title]").fill("希望白桥小学门口增设过街信号灯")
    page.locator("textarea[name=text]").fill(
        "每天早上七点半到八点，白桥路口过街的孩子很多，车速又快。\n\n希望装一个红绿灯，"
        "或者安排人值守。谢谢！"
    )
    page.locator("input[name=may_publish]").first.check()
    page.get_by_role("button", name="下一步").click()
    album.take(page, "letter-check", width)
    page.locator("button[name=send].btn").click()
    album.take(page, "letter-receipt", width)
    receipt = page.locator(".receipt-code").inner_text()
    page.goto(address + "/letters/look-up/")
    page.locator("input[name=receipt]").fill("7K3M9")
    page.locator("form .btn").click()
    album.take(page, "letter-look-up-error", width)
    page.locator("input[name=receipt]").fill(receipt)
    page.locator("form .btn").click()
    album.take(page, "letter-story", width)
    page.wait_for_timeout(3000)
    page.goto(address + "/verify/")
    page.locator("input[name=receipt]").fill(receipt)
    page.locator("form .btn").last.click()
    album.take(page, "verify-proved", width)


def kept_by(data: Path) -> Any:
    """What the demonstration keeps: its password, and the letters of these days."""
    return json.loads((data / "demo-accounts.json").read_text(encoding="utf-8"))


def letter_of(data: Path, key: str) -> dict[str, str]:
    """Receipt and number of a letter by its key in the story."""
    found: dict[str, str] = next(
        one for one in kept_by(data)["letters"] if one["key"] == key
    )
    return found


def walk_answered(
    page: Page, album: Album, width: int, address: str, data: Path
) -> None:
    """A letter that was answered with promises, as its writer looks it up."""
    page.goto(address + "/letters/look-up/")
    page.locator("input[name=receipt]").fill(letter_of(data, ANSWERED)["receipt"])
    page.locator("form .btn").click()
    album.take(page, "letter-answered", width)


def sign_in(page: Page, address: str, data: Path, login: str) -> None:
    """Password and code of a demonstration account."""
    kept = kept_by(data)
    page.goto(address + "/desk/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(kept["password"])
    page.locator("main form button").first.click()
    code = subprocess.run(
        [sys.executable, "-m", "mingbai_demo.code", login, "--data", str(data)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    ).stdout.split()[0]
    page.locator("input[name=code]").fill(code)
    page.locator("main form button").first.click()
    page.wait_for_url(address + "/desk/")


def walk_desk(page: Page, album: Album, width: int, address: str) -> None:
    """The registrar's pages; signed in already."""
    page.goto(address + "/desk/?queue=office")
    album.take(page, "desk-office", width)
    page.goto(address + "/desk/?queue=open")
    album.take(page, "desk-queue", width)
    page.goto(address + "/desk/?queue=office")
    page.locator("table.queue a").first.click()
    album.take(page, "desk-letter", width)
    page.locator("#act-route input[list]").fill("")
    page.locator("#act-route form .btn").click()
    album.take(page, "desk-letter-errors", width)
    page.goto(address + "/desk/?queue=answered")
    album.take(page, "desk-answered", width)
    page.goto(address + "/desk/register/")
    album.take(page, "desk-register", width)
    page.goto(address + "/desk/notices/")
    album.take(page, "desk-notices", width)
    page.goto(address + "/desk/templates/")
    album.take(page, "desk-templates", width)
    page.goto(address + "/desk/account/")
    album.take(page, "desk-account", width)


def walk_supervisor(page: Page, album: Album, width: int, address: str) -> None:
    """What a supervisor sees: who is late, and one letter that is."""
    page.goto(address + "/desk/supervision/")
    album.take(page, "desk-supervision", width)
    page.locator("table.queue a").first.click()
    album.take(page, "desk-late", width)


def walk_head(page: Page, album: Album, width: int, address: str, data: Path) -> None:
    """An answer that waits for the head of the body."""
    page.goto(f"{address}/desk/letters/{letter_of(data, PUT_UP)['number']}/")
    album.take(page, "desk-approve", width)


def main() -> int:
    """0 when every picture was taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--data", type=Path, default=Path("data/demo"))
    parser.add_argument("--documents", action="store_true")
    parser.add_argument("--size", choices=("normal", "large", "largest"))
    parser.add_argument("folder", type=Path, nargs="?")
    options = parser.parse_args()
    folder = options.folder or ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    album = Album(folder, options.documents)
    with browser() as opened:
        for width in WIDTHS:
            visit(opened, album, width, options)
    return 0


def visit(
    opened: Browser, album: Album, width: int, options: argparse.Namespace
) -> None:
    """All pages at one width: as a citizen, then as three officials."""
    address, data = options.address, options.data
    with signed_in(opened, width, options) as page:
        walk_public(page, album, width, address)
        walk_answered(page, album, width, address, data)
    with signed_in(opened, width, options, "qiuyuan") as page:
        walk_desk(page, album, width, address)
    with signed_in(opened, width, options, "fanjingxing") as page:
        walk_supervisor(page, album, width, address)
    with signed_in(opened, width, options, "suilixin") as page:
        walk_head(page, album, width, address, data)


STATES: dict[str, StorageState] = {}


@contextmanager
def signed_in(
    opened: Browser, width: int, options: argparse.Namespace, login: str = ""
) -> Iterator[Page]:
    """A page of that width; an official signs in once, since a code works once."""
    viewport: ViewportSize = {"width": width, "height": 900}
    context = opened.new_context(viewport=viewport, storage_state=STATES.get(login))
    page = context.new_page()
    if options.size:
        page.goto(f"{options.address}/look/{options.size}")
    if login and login not in STATES:
        sign_in(page, options.address, options.data, login)
        STATES[login] = context.storage_state()
    yield page
    context.close()


if __name__ == "__main__":
    sys.exit(main())
