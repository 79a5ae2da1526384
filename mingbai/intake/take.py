"""`take`: what is this message, and whose is it?"""

import hashlib
from datetime import datetime

from mingbai.channels.inbox import OtherMessage, receive
from mingbai.channels.models import Channel
from mingbai.letters.content import draft_content
from mingbai.letters.draft import Draft
from mingbai.letters.models import Letter
from mingbai.letters.register import OtherText, register
from mingbai.lib.receipt import Receipt
from mingbai.places.actors import Actor
from mingbai.places.keys import key_ring


def take_letter(*, by: Actor, at: datetime, draft: Draft, receipt: Receipt) -> Letter:
    """Take a letter written on the web: its record and the letter in one transaction.

    The same form sent again gives the same letter; another text under the same
    receipt raises OtherText.
    """
    key = receipt.lookup_digest
    content = hashlib.sha256(draft_content(draft)).hexdigest()
    try:
        message = receive(
            channel=Channel.WEB, key=key, digest=key_ring().lookup_hmac(content), at=at
        )
    except OtherMessage as error:
        raise OtherText from error
    return register(by=by, at=at, draft=draft, receipt=receipt, message=message)
