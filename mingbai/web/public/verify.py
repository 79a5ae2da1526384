"""Verifying a letter by its receipt, on the server for now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from mingbai.ledger.models import Checkpoint
from mingbai.ledger.prove import NotInTheLog, NotYetPublished, inclusion
from mingbai.ledger.shelf import store_of
from mingbai.letters.content import letter_content
from mingbai.letters.models import Letter
from mingbai.lib.commitment import c0, commit
from mingbai.lib.receipt import Receipt
from mingbai.lib.tlog.checkpoint import parse_checkpoint
from mingbai.lib.tlog.note import parse
from mingbai.lib.tlog.proof_file import ProofFile
from mingbai.lib.tlog.refused import Refused
from mingbai.places.scoping import current_place_id
from mingbai.ui.parts import Fact
from mingbai.ui.words import zh_date
from mingbai.web.public.letter_receipt import ReceiptForm
from mingbai.web.public.letters import letters_crumb


@dataclass(frozen=True)
class Result:
    """What the check found, in words."""

    is_proved: bool
    ref: str
    receipt: str
    title: str = ""
    sentence: str = ""
    tone: str = "amber"
    position: int = 0
    size: int = 0
    facts: tuple[Fact, ...] = ()


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and what the check of a posted receipt found."""
    if request.method != "POST":
        return _page(request, ReceiptForm())
    form = ReceiptForm(request.POST)
    letter = form.find() if form.is_valid() else None
    if letter is None:
        return _page(request, form, status=422)
    found = _check(letter, form.cleaned_data["receipt"])
    return _page(request, ReceiptForm(), result=found)


@csrf_exempt
@never_cache
@require_POST
def verify_proof(request: HttpRequest) -> HttpResponse:
    """The proof as a file that other tools can read (`c2sp.org/tlog-proof@v1`)."""
    form = ReceiptForm(request.POST)
    letter = form.find() if form.is_valid() else None
    if letter is None:
        return _page(request, form, status=422)
    try:
        proof = inclusion(leaf=letter.leaf, store=store_of(current_place_id()))
    except (NotYetPublished, NotInTheLog, Refused):
        found = _check(letter, form.cleaned_data["receipt"])
        return _page(request, ReceiptForm(), result=found, status=409)
    response = HttpResponse(proof.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{letter.ref}.tlog-proof"'
    return response


def _page(
    request: HttpRequest,
    form: ReceiptForm,
    *,
    result: Result | None = None,
    status: int = 200,
) -> HttpResponse:
    newest = Checkpoint.objects.filter(log=current_place_id()).order_by("-size").first()
    context: dict[str, Any] = {
        "above": [letters_crumb()],
        "form": form,
        "result": result,
        "checkpoint": newest,
        "fingerprint": bytes(newest.root).hex(" ", 4) if newest else "",
    }
    return render(request, "public/verify.html", context, status=status)


def _check(letter: Letter, receipt: Receipt) -> Result:
    """Recompute the letter's commitment and follow it into the signed ledger."""
    shown = str(receipt)
    if not _is_unchanged(letter, receipt):
        return _alarm(letter, shown)
    try:
        proof = inclusion(leaf=letter.leaf, store=store_of(current_place_id()))
    except NotYetPublished:
        return Result(
            is_proved=False,
            ref=letter.ref,
            receipt=shown,
            title=gettext("Not yet in the signed ledger"),
            sentence=gettext(
                "Your letter is registered and unchanged. The ledger is signed every"
                " few minutes; please look again then."
            ),
        )
    except (NotInTheLog, Refused):
        return _alarm(letter, shown)
    return _proved(letter, shown, proof)


def _is_unchanged(letter: Letter, receipt: Receipt) -> bool:
    inner = bytes(letter.c0)
    if letter.text.verbatim is not None:
        inner = c0(receipt.commitment_key, letter_content(letter))
    outer = commit(inner, letter.ref, letter.received_on, letter.due_on)
    is_same = inner == bytes(letter.c0)
    return is_same and outer == bytes(letter.leaf.commitment)


def _alarm(letter: Letter, shown: str) -> Result:
    return Result(
        is_proved=False,
        ref=letter.ref,
        receipt=shown,
        title=gettext("It does not agree with the ledger"),
        sentence=gettext(
            "What is stored here is not what was registered. Please keep your receipt"
            " and your own copy of the text, and tell the supervising commission."
        ),
        tone="red",
    )


def _proved(letter: Letter, shown: str, proof: ProofFile) -> Result:
    size = parse_checkpoint(parse(proof.checkpoint).text).size
    return Result(
        is_proved=True,
        ref=letter.ref,
        receipt=shown,
        position=proof.index + 1,
        size=size,
        facts=(
            Fact(gettext("Received"), zh_date(letter.received_on)),
            Fact(gettext("Due by"), zh_date(letter.due_on)),
            Fact(gettext("Fingerprint"), bytes(letter.leaf.commitment).hex(" ", 4)),
        ),
    )
