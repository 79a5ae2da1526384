"""Writers who send real letters by the public form, and remember what they were told.

A writer's journal stands outside everything that is killed: what it calls acknowledged
is what a citizen has seen on the screen.
"""

import html
import random
import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlencode

from mingbai.lib.numbering import Ref, parse_ref
from mingbai.lib.receipt import Receipt, parse

FORM: Final = "/letters/write/"
HIDDEN: Final = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
NUMBER: Final = re.compile(r'class="receipt-number">([^<]+)<')
CODE: Final = re.compile(r'class="receipt-code">(.*?)</dd>', re.DOTALL)
TAG: Final = re.compile(r"<[^>]*>")
PATIENCE_SECONDS: Final = 30
# A person types; this also leaves the processor to those that are tested.
PAUSE_SECONDS: Final = 0.03


@dataclass
class Sent:
    """A letter that was sent at least once, and what came back."""

    receipt: Receipt
    text: str
    fields: dict[str, str]
    # None until a receipt page was seen.
    ref: Ref | None = None
    unanswered_tries: int = 0


@dataclass
class Journal:
    """What all writers of a run know together."""

    letters: list[Sent] = field(default_factory=list)
    server_errors: list[int] = field(default_factory=list)
    # Receipt pages with another number or receipt than the ones before.
    contradictions: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> list[Sent]:
        """Those whose writer has seen a number."""
        return [sent for sent in self.letters if sent.ref is not None]

    @property
    def sent_again(self) -> list[Sent]:
        """Those that were sent at least once without an answer."""
        return [sent for sent in self.letters if sent.unanswered_tries]

    def note(self, error: Exception) -> None:
        """Keep the status of an answer; a connection that broke has none."""
        if isinstance(error, Refused):
            self.server_errors.append(error.status)


class Refused(Exception):
    """An answer that is no page we know; `status` says which."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Form:
    """The public form as a browser without scripts would use it."""

    def __init__(self, port: int, host: str) -> None:
        self._port = port
        self._headers = {"Host": host}

    def write(self, text: str) -> Sent:
        """Fill the form in and check the answers; the letter is not sent yet."""
        fields = {
            **_hidden(self._page("GET", {})),
            "kind": "ask",
            "to": "unknown",
            "title": "路灯什么时候修好",
            "text": text,
            "answer_by": "site",
            "may_publish": "0",
        }
        fields = _hidden(self._page("POST", fields))
        return Sent(parse(fields["receipt"]), text, fields | {"send": "1"})

    def send(self, sent: Sent) -> tuple[Ref, Receipt]:
        """Send it; number and receipt as the page shows them."""
        page = self._page("POST", sent.fields)
        number, code = NUMBER.search(page), CODE.search(page)
        if number is None or code is None:
            raise Refused(200)
        return parse_ref(number[1]), parse(TAG.sub("", code[1]))

    def _page(self, method: str, fields: dict[str, str]) -> str:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        try:
            body = urlencode(fields) if fields else None
            headers = dict(self._headers)
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, FORM, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        if answer.status != 200:
            raise Refused(answer.status)
        return page


class Writer(threading.Thread):
    """Writes one letter after another until told to stop.

    Of the letters that were not answered it sends some again at once, as people do; the
    others lie in the journal until `send_again`.
    """

    def __init__(self, form: Form, journal: Journal, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._form = form
        self._journal = journal
        self._stop_writing = stop

    def run(self) -> None:
        """One letter after another."""
        while not self._stop_writing.wait(PAUSE_SECONDS):
            text = f"第{random.getrandbits(64):x}封：街口的路灯不亮。\r\n🌾请派人来看。"
            try:
                sent = self._form.write(text)
            except (OSError, HTTPException, Refused) as error:
                self._journal.note(error)
                time.sleep(0.1)
                continue
            self._journal.letters.append(sent)
            while not deliver(self._form, sent, self._journal):
                if self._stop_writing.wait(0.1) or random.random() < 0.5:
                    break


def deliver(form: Form, sent: Sent, journal: Journal) -> bool:
    """Whether the letter was sent and its receipt page was seen."""
    try:
        ref, receipt = form.send(sent)
    except (OSError, HTTPException, Refused) as error:
        sent.unanswered_tries += 1
        journal.note(error)
        return False
    if receipt != sent.receipt or sent.ref not in {None, ref}:
        journal.contradictions.append(str(ref))
    sent.ref = ref
    return True


def send_again(form: Form, journal: Journal, sample: int) -> int:
    """Send what was never answered until it is, and a few answered ones once more.

    Returns how many could not be delivered even so.
    """
    unanswered = [sent for sent in journal.letters if sent.ref is None]
    answered = journal.acknowledged
    answered = random.sample(answered, min(sample, len(answered)))
    failed = 0
    for sent in unanswered + answered:
        tries = 0
        while not deliver(form, sent, journal):
            tries += 1
            if tries > 20:
                failed += 1
                break
            time.sleep(0.5)
    return failed


def _hidden(page: str) -> dict[str, str]:
    found = {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
    if "form_key" not in found:
        raise Refused(200)
    return found
