"""Taking a letter from the web: record and letter stand or fall together."""

import threading

import pytest
from django.db import connection

from mingbai.channels.models import Message
from mingbai.ledger.models import Counter, Leaf
from mingbai.letters.models import Letter
from mingbai.letters.register import OtherText
from mingbai.lib.receipt import Receipt, mint
from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests import cast
from tests.databases.installation import Installation
from tests.written import draft, send


def test_another_text_under_the_receipt_is_refused(place: Place) -> None:
    receipt = mint()
    send(receipt=receipt)
    with pytest.raises(OtherText):
        send(draft(title="别的"), receipt=receipt)
    assert Message.objects.count() == 1


def test_line_ends_alone_do_not_make_another_text(place: Place) -> None:
    receipt = mint()
    first = send(draft(text="一\n二"), receipt=receipt)
    assert send(draft(text="一\r\n二"), receipt=receipt) == first


def test_eight_hands_send_one_form_and_get_one_letter(
    committed: Installation,
) -> None:
    receipt, refs = mint(), list[str]()
    hands = [
        threading.Thread(target=_send_alone, args=(receipt, refs)) for _ in range(8)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(refs) == 8
    assert len(set(refs)) == 1
    with within(cast.county(), read_only=True):
        assert Letter.objects.count() == 1
        assert Counter.objects.get().highest == 1
        assert Leaf.objects.filter(kind=Leaf.Kind.INTAKE).count() == 1


def _send_alone(receipt: Receipt, refs: list[str]) -> None:
    try:
        with within(cast.county(), durable=True):
            letter = send(receipt=receipt)
        refs.append(letter.ref)
    finally:
        connection.close()


def test_eight_writers_get_dense_numbers(committed: Installation) -> None:
    refs = list[str]()

    def write() -> None:
        for _ in range(5):
            _send_alone(mint(), refs)

    hands = [threading.Thread(target=write) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    numbers = sorted(int(ref.split("-")[1]) for ref in refs)
    assert numbers == list(range(1, 41))
