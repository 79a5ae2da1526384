"""Why a verb of accounts refused, as a sentence that says what to do next."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.ask import AskedAlready, BackDated, NoFactor, NotTheirs
from mingbai.accounts.create_user import LoginRefused, LoginTaken
from mingbai.accounts.decide import AlreadyDecided
from mingbai.accounts.end import EndsAlready
from mingbai.accounts.terms import (
    BodyMismatch,
    DeputyNeedsEnd,
    EndsBeforeItBegins,
    HeldAlready,
    PostMismatch,
)

SENTENCES: Final[dict[type[Exception], Promise]] = {
    AskedAlready: _(
        "This has been asked for already. Another administrator has to decide it."
    ),
    BackDated: _("A duty can't begin or end in the past. Choose today or a later day."),
    NoFactor: _(
        "There is no second factor to reset; the official sets one up at the next"
        " sign-in."
    ),
    NotTheirs: _("This duty is not theirs. Go back to the list and choose again."),
    BodyMismatch: _(
        "A responsible officer answers for a body, and nobody else names one."
    ),
    PostMismatch: _("A leader's duty is for a post, and nobody else names one."),
    DeputyNeedsEnd: _(
        "Only a responsible officer has a deputy, and a deputy's last day must be"
        " given."
    ),
    EndsBeforeItBegins: _("The last day lies before the first. Please correct it."),
    HeldAlready: _(
        "The official holds this very duty on some of these days. End that one first."
    ),
    EndsAlready: _("The duty ends on that day or before already."),
    AlreadyDecided: _("A colleague has decided this meanwhile; nothing was changed."),
    LoginRefused: _(
        "A login has 2 to 48 letters, digits, full stops, hyphens, underscores or at"
        " signs, and begins with a letter or a digit."
    ),
    LoginTaken: _("This login is taken. Please choose another one."),
}
REFUSALS: Final = tuple(SENTENCES)


def sentence(refusal: Exception) -> str:
    """The sentence for one of REFUSALS."""
    return str(SENTENCES[type(refusal)])
