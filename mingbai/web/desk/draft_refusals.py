"""Why a verb of powers refused, as a sentence that says what to do next."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mingbai.powers.decide_draft import RemarkMissing
from mingbai.powers.draft import NothingChanged, NothingToRepeal, NotOpen, OpenDraft
from mingbai.powers.publish import (
    BackDated,
    ChangedElsewhere,
    ChangedToday,
    NotExplained,
)

SENTENCES: Final[dict[type[Exception], Promise]] = {
    OpenDraft: _(
        "Somebody else has written a draft of this power meanwhile. It has to be"
        " decided first; what you typed is still here."
    ),
    NotOpen: _(
        "The draft was reviewed or decided meanwhile and can't be changed any more."
        " What you typed is still here."
    ),
    NothingChanged: _(
        "This is what stands in force already. Change something, or go back."
    ),
    NothingToRepeal: _("The power is not in force any more; there is nothing to do."),
    RemarkMissing: _("Please write why you send it back, so that it can be mended."),
    NotExplained: _(
        "Nothing is published without an explanation. Send it back, or let its writer"
        " add one."
    ),
    BackDated: _(
        "A change can't begin in the past. Send it back for a later first day."
    ),
    ChangedToday: _(
        "Another version of this power begins on that day or later. Send it back for a"
        " later first day."
    ),
    ChangedElsewhere: _(
        "Another version was published at this very moment. Look at it and try again."
    ),
}
REFUSALS: Final = tuple(SENTENCES)


def sentence(refusal: Exception) -> str:
    """The sentence for one of REFUSALS."""
    return str(SENTENCES[type(refusal)])
