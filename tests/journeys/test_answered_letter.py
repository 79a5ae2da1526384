"""The first promise: who writes gets a number, an answer from a named person, a proof.

Once as browsers come, and once with scripts switched off.
"""

import re
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from mingbai.lib.commitment import c0, commit, content_part
from mingbai.lib.receipt import parse
from mingbai.lib.tlog.leaf import encode_leaf
from mingbai.lib.tlog.note import VerifierKey
from mingbai.lib.tlog.proof_file import ProofFile, parse_proof_file
from mingbai.lib.tlog.refused import Refused
from mingbai.places.keys import key_ring
from tests import cast
from tests.journeys.browsing import Visitor, submit
from tests.journeys.people import OFFICER, REGISTRAR
from tests.journeys.samples import POWER, POWER_NAME
from tests.journeys.site import Site

TEXT = "我家在学府路9号，属于哪所小学？\n去年的划片图在哪里看？"
# It does not say whom to call nor the day, of which the desk warns.
ANSWER = "您好：\n学府路9号属于试点一小的范围。\n\n划片图贴在教育局一楼大厅。"
NOTE = "请查去年的划片方案。"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_letter_from_a_power_s_page_is_passed_on_answered_and_proved(
    visitor: Visitor, site: Site, has_scripts: bool, tmp_path: Path
) -> None:
    title = f"新房子属于哪所小学{'' if has_scripts else '（不用脚本）'}"
    citizen = visitor.page(java_script_enabled=has_scripts)
    write(citizen, title)
    number, receipt = send(citizen)

    registrar = visitor.page(REGISTRAR, java_script_enabled=has_scripts)
    pass_on(registrar, title, number)
    officer = visitor.page(OFFICER, java_script_enabled=has_scripts)
    answer(officer, title, number)

    look_up(citizen, receipt)
    expect(citizen.locator("#reply")).to_contain_text("划片图贴在教育局一楼大厅。")
    expect(citizen.locator("#reply")).to_contain_text("李主任")
    expect(citizen.locator("body")).not_to_contain_text(NOTE)

    site.wait_until_published()
    proof = save_proof(citizen, receipt, tmp_path / "letter.tlog-proof")
    days = days_on(citizen)
    verify_as_a_stranger(proof, title=title, number=number, receipt=receipt, days=days)


def write(page: Page, title: str) -> None:
    """From the page of a power to the page that shows all answers once more."""
    page.goto(f"/powers/{quote(POWER)}/")
    expect(page.locator("h1")).to_have_text(POWER_NAME)
    page.click('a[href^="/letters/write/?power="]')
    expect(page.locator("main")).to_contain_text(POWER_NAME)
    expect(page.locator("[name=to][value=body]")).to_be_checked()
    expect(page.locator("[name=body]")).to_have_value("jiaoyuju")
    page.check("[name=kind][value=ask]")
    page.fill("[name=title]", title)
    page.fill("[name=text]", TEXT)
    page.check('[name=may_publish][value="1"]')
    page.fill("[name=telephone]", "１３８ ００００ ００００")
    submit(page)
    expect(page.locator("dl.definitions")).to_contain_text("+8613800000000")


def send(page: Page) -> tuple[str, str]:
    """The number and the receipt of the letter on the page that asks once more."""
    submit(page, "send")
    number = page.locator(".receipt-number").inner_text()
    receipt = page.locator(".receipt-code").inner_text()
    assert re.fullmatch(r"\d\d-\d{7}", number)
    return number, re.sub(r"\s", "", receipt)


def pass_on(page: Page, title: str, number: str) -> None:
    """The registrar finds the letter in the queue and passes it to the bureau."""
    page.goto("/desk/")
    row = page.locator("tr", has_text=number)
    expect(row).to_contain_text(title)
    row.locator("a").click()
    expect(page.locator("main")).to_contain_text("去年的划片图在哪里看？")
    page.fill("[name=route-body]", "县教育局")
    page.fill("[name=route-note]", NOTE)
    page.click("#act-route button")
    expect(page.locator("table.queue tr", has_text=number)).to_have_count(0)


def answer(page: Page, title: str, number: str) -> None:
    """The responsible officer finds it among the body's letters and answers."""
    page.goto("/desk/")
    page.locator("tr", has_text=number).locator("a").click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("main")).to_contain_text(NOTE)
    page.fill("[name=reply-text]", ANSWER)
    page.click("#act-reply [data-hand-in]")
    expect(page.locator("#act-reply [role=alert]")).to_be_visible()
    page.click("#act-reply [name=despite]")
    expect(page.locator("main")).to_contain_text("学府路9号属于试点一小的范围。")
    expect(page.locator("[name=reply-text]")).to_have_count(0)


def look_up(page: Page, receipt: str) -> None:
    """The citizen opens the letter by the receipt alone."""
    page.goto("/letters/look-up/")
    page.fill("[name=receipt]", receipt)
    submit(page)


def save_proof(page: Page, receipt: str, where: Path) -> ProofFile:
    """The proof that the verify page offers as a file."""
    page.goto("/verify/")
    page.fill("[name=receipt]", receipt)
    page.click('form[action="/verify/"] button')
    with page.expect_download() as download:
        page.click('form[action="/verify/proof/"] button')
    download.value.save_as(where)
    return parse_proof_file(where.read_text(encoding="utf-8"))


def days_on(page: Page) -> tuple[date, date]:
    """The days of receipt and promise, as the verify page shows them."""
    shown = page.locator("dl.definitions").inner_text()
    found = re.findall(r"(\d+)年(\d+)月(\d+)日", shown)
    received, due = (date(*map(int, one)) for one in found)
    return received, due


def verify_as_a_stranger(
    proof: ProofFile,
    *,
    title: str,
    number: str,
    receipt: str,
    days: tuple[date, date],
) -> None:
    """With nothing of the server's but the log's public key."""
    origin = "mingbai.test/shidian/log1"
    public_key = key_ring().log_public_key(origin).public_bytes_raw()
    log_key = VerifierKey(origin, public_key)
    key = parse(receipt).commitment_key

    def entry(text: str) -> bytes:
        content = content_part(title, "jiaoyuju", POWER, text, [])
        return encode_leaf("intake", commit(c0(key, content), number, *days))

    with pytest.raises(Refused):
        proof.verify(entry(TEXT + "。"), log_key=log_key)
    checkpoint = proof.verify(entry(TEXT), log_key=log_key)
    assert checkpoint.size > proof.index
    assert cast.COUNTY in checkpoint.origin
