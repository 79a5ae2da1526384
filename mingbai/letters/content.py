"""The bytes of a letter that its leaf commits to (docs/reference/commitment.md)."""

from mingbai.letters.draft import Draft
from mingbai.letters.models import Letter
from mingbai.lib.commitment import content_part, imported_content


def draft_content(draft: Draft) -> bytes:
    """The content part of what is about to be registered."""
    return content_part(
        draft.title,
        draft.addressee.slug if draft.addressee else "",
        draft.power.code if draft.power else "",
        draft.text,
        [],
    )


def letter_content(letter: Letter) -> bytes:
    """The content part of a stored letter; meaningless once its text is erased."""
    addressee = letter.addressee_post or letter.addressee_body
    return content_part(
        letter.text.title or "",
        addressee.slug if addressee else "",
        letter.power.code if letter.power else "",
        letter.text.body,
        [],
    )


def imported_letter_content(letter: Letter, reply: str) -> bytes:
    """The content part of an imported letter and its reply together."""
    return imported_content(letter_content(letter), reply)
