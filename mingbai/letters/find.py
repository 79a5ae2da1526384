"""`by_receipt` and `by_ref`: a letter with all that a page shows of it."""

from mingbai.letters.models import Letter
from mingbai.letters.standing import facts_of
from mingbai.lib.numbering import Ref
from mingbai.lib.receipt import Receipt
from mingbai.places.actors import Actor, Citizen
from mingbai.places.policy import Act, may


def by_receipt(receipt: Receipt) -> tuple[Letter, Citizen] | None:
    """The letter this receipt opens, and its writer; None when there is none."""
    letter = Letter.objects.whole().filter(lookup_digest=receipt.lookup_digest).first()
    if letter is None:
        return None
    return letter, Citizen(channel="web", letters=frozenset({letter.pk}))


def by_ref(ref: Ref, *, by: Actor) -> Letter | None:
    """The letter of that number if the actor may read it; otherwise None.

    A letter one may not read looks like one that does not exist.
    """
    letter = Letter.objects.whole().filter(year=ref.year, number=ref.number).first()
    if letter is None:
        return None
    return letter if may(by, Act.LETTER_READ, facts_of(letter, by)) else None
