"""Verifying by receipt: an alarm for what was changed, a proof for what was not."""

from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from mingbai.letters.models import Letter, LetterText
from mingbai.lib.receipt import mint
from mingbai.lib.tlog.note import VerifierKey
from mingbai.lib.tlog.proof_file import parse_proof_file
from mingbai.places.keys import key_ring
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.sequencer import signer_of, steps
from tests.databases import template
from tests.databases.installation import Installation
from tests.web.public.reading import said
from tests.written import send

VERIFY = "/verify/"
PROOF = "/verify/proof/"
ALARM = "It does not agree with the ledger"


def verify(receipt: object, path: str = VERIFY) -> Any:
    """The answer to this receipt."""
    return Client().post(path, {"receipt": str(receipt)})


@pytest.fixture
def published(committed: Installation) -> Any:
    """A receipt whose letter stands in the signed ledger."""
    receipt = mint()
    with within(committed.place, durable=True):
        send(receipt=receipt)
    publish(committed)
    return receipt


def publish(committed: Installation) -> None:
    """What the sequencer does at its tick, in its own role."""
    databases = committed.databases
    role = "mingbai_sequencer" if databases.kind == "postgresql" else ""
    with template.connected_to(databases.setting(committed.name), role):
        place = committed.place
        for _ in steps(place, signer_of(place)):
            pass


@pytest.mark.parametrize("path", [VERIFY, PROOF])
@pytest.mark.parametrize("typed", ["", "7K3M9", "\0", "<b>"])
def test_what_is_no_receipt_is_refused(place: Place, path: str, typed: str) -> None:
    answer = verify(typed, path)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("path", [VERIFY, PROOF])
def test_a_receipt_of_no_letter_is_refused(place: Place, path: str) -> None:
    assert verify(mint(), path).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_proof_is_never_asked_for_by_an_address(place: Place) -> None:
    assert Client().get(PROOF).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_letter_before_the_next_signature_is_asked_to_wait(
    committed: Installation,
) -> None:
    receipt = mint()
    with within(committed.place, durable=True):
        send(receipt=receipt)
    answer = verify(receipt)
    assert answer.status_code == HTTPStatus.OK
    assert said("Not yet in the signed ledger") in answer.text
    assert verify(receipt, PROOF).status_code == HTTPStatus.CONFLICT


@pytest.mark.sqlite  # there a triggers' owner is whoever has the file
def test_a_letter_edited_in_the_database_raises_the_alarm(
    committed: Installation, published: Any
) -> None:
    table = LetterText._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            [table],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(f"UPDATE {table} SET verbatim = %s", ["改过的信".encode()])
    assert said(ALARM) in verify(published).text
    assert "tone-red" in verify(published).text


def test_a_ledger_whose_files_were_swapped_raises_the_alarm(
    committed: Installation, published: Any
) -> None:
    for tile in (committed.data / "ledger").glob("*/tile/0/000.p/*"):
        tile.chmod(0o644)
        tile.write_bytes(bytes(reversed(tile.read_bytes())))
    assert said(ALARM) in verify(published).text


def test_a_letter_in_the_signed_ledger_is_proved(
    committed: Installation, published: Any
) -> None:
    answer = verify(published)
    assert said("Proved") in answer.text
    assert "tone-green" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_saved_proof_verifies_without_us(
    committed: Installation, published: Any
) -> None:
    answer = verify(published, PROOF)
    with within(committed.place):
        letter = Letter.objects.get()
        entry, ref = letter.leaf.entry, letter.ref
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{ref}.tlog-proof"'
    )
    origin = committed.place.origin
    public_key = key_ring().log_public_key(origin).public_bytes_raw()
    proof = parse_proof_file(answer.text)
    checkpoint = proof.verify(entry, log_key=VerifierKey(origin, public_key))
    assert checkpoint.size > proof.index
