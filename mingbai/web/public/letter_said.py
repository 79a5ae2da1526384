"""What a writer has said of the answers: the same again is no second word."""

from mingbai.letters.models import EventKind, Letter


def said_before(letter: Letter) -> set[str]:
    """Remarks and reasons, each as `plain` gives it."""
    notes = [
        getattr(one, "note", None)
        for one in letter.events.all()
        if one.kind == EventKind.REOPENING_ASKED
    ]
    reasons = [note.text or "" for note in notes if note]
    remarks = [one.remark or "" for one in letter.ratings.all()]
    return {plain(one) for one in (*remarks, *reasons)}


def plain(text: str) -> str:
    """Without what a browser does to the ends of lines."""
    return "\n".join(text.splitlines())
