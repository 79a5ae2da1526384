"""Posting letters over HTTP as a browser would, from several clients."""

import http.client
import re
import threading
import time
from typing import Final
from urllib.parse import urlencode

from bench.installation import HOST
from bench.letter_text import TEXT, TITLE
from mingbai.lib.receipt import mint

WRITE: Final = "/letters/write/"
FORM: Final = {
    "kind": "suggest",
    "to": "unknown",
    "post": "",
    "body": "",
    "title": TITLE,
    "text": TEXT,
    "may_publish": "1",
    "writer": "",
    "telephone": "",
    "power": "",
    "send": "1",
}


def posting_rate(port: int, clients: int, seconds: float) -> float:
    """Letters registered a second; every answer is checked to be a receipt."""
    done = [0] * clients
    begun = time.monotonic()
    until = begun + seconds
    hands = [
        threading.Thread(target=_post, args=(port, until, done, turn))
        for turn in range(clients)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return sum(done) / (time.monotonic() - begun)


def _post(port: int, until: float, done: list[int], turn: int) -> None:
    link = http.client.HTTPConnection(HOST, port, timeout=30)
    link.request("GET", WRITE)
    page = link.getresponse().read().decode()
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found is not None, "the form has no key"
    while time.monotonic() < until:
        receipt = mint()
        body = urlencode({**FORM, "form_key": found[1], "receipt": str(receipt)})
        link.request(
            "POST", WRITE, body, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        answer = link.getresponse()
        said = answer.read().decode()
        if answer.status != 200 or "receipt-number" not in said:
            raise RuntimeError(f"a letter was answered by {answer.status}")
        done[turn] += 1
    link.close()
