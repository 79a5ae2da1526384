"""What one visit to a page shows: barriers, widths, complaints, scripts, text."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import ConsoleMessage, Page

from mingbai.ui.look import Contrast, Look, Size
from tests.journeys.browsing import Visitor
from tests.journeys.pages import Standing

AXE: Final = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
RUN_AXE: Final = "() => axe.run(document, {resultTypes: ['violations']})"
HEIGHT: Final = 900
WIDTHS: Final = (320, 390, 1280)
# Only the style sheet varies with the reader, so it alone is fetched again.
PUT_ON: Final = """look => new Promise(done => {
  const old = document.querySelector('link[href^="/look.css"]');
  const sheet = old.cloneNode();
  sheet.href = '/look.css?' + look;
  sheet.onload = () => { old.remove(); done(); };
  old.after(sheet);
})"""
REPORT_VIOLATIONS: Final = """addEventListener('securitypolicyviolation', event =>
  console.error(event.violatedDirective, event.blockedURI))"""
TOO_WIDE: Final = """width => {
  const root = document.documentElement;
  if (root.scrollWidth <= width) return '';
  const out = [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > width + 1);
  return root.scrollWidth + ' > ' + width + ': ' +
    out.slice(-3).map(one => one.outerHTML.slice(0, 120)).join(' | ');
}"""


@dataclass
class Seen:
    """One page, as a browser has drawn it in every size."""

    text: str = ""
    text_without_scripts: str = ""
    scripts: int = 0
    complaints: list[str] = field(default_factory=list)
    barriers: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)


def see(visitor: Visitor, standing: Standing) -> Seen:
    """Reach the page once and look at it in three sizes and two contrasts."""
    seen = Seen()
    page = visitor.page(standing.login)
    _listen(page, seen.complaints)
    standing.reach(page, visitor)
    page.wait_for_load_state()
    seen.text = page.locator("body").inner_text()
    if standing.is_plain:
        seen.text_without_scripts = _without_scripts(visitor, standing)
    seen.scripts = page.evaluate("document.scripts.length")
    seen.barriers += _barriers(page)
    _measure(page, seen, Look())
    for look in (Look(Size.LARGE), Look(Size.LARGEST, Contrast.HIGH)):
        _put_on(page, look, visitor)
        _measure(page, seen, look)
    seen.barriers += _barriers(page)
    return seen


def _without_scripts(visitor: Visitor, standing: Standing) -> str:
    page = visitor.page(standing.login, java_script_enabled=False)
    standing.reach(page, visitor)
    return page.locator("body").inner_text()


def _listen(page: Page, complaints: list[str]) -> None:
    def hear(message: ConsoleMessage) -> None:
        # A form that comes back with errors is answered with 422, which it reports.
        is_answer = message.text.startswith("Failed to load resource")
        if not (is_answer and message.location["url"] == page.url):
            complaints.append(f"{message.type}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(REPORT_VIOLATIONS)


def _put_on(page: Page, look: Look, visitor: Visitor) -> None:
    page.context.add_cookies(
        [{"name": "look", "value": look.cookie, "url": visitor.site.address}]
    )
    page.evaluate(PUT_ON, look.cookie)


def _measure(page: Page, seen: Seen, look: Look) -> None:
    # The narrowest last: axe then looks at what a telephone shows.
    for width in sorted(WIDTHS, reverse=True):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if wide := page.evaluate(TOO_WIDE, width):
            seen.too_wide.append(f"{look.cookie}: {wide}")


def _barriers(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE)["violations"]
    return [
        f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found
    ]
