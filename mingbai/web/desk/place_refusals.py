"""Why a verb of places refused, as a sentence that says what to do next."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.places.appoint import PostIsHeld
from mingbai.places.create_post import PostExists
from mingbai.places.found_body import BodyExists
from mingbai.places.give_portfolio import LeadsAlready
from mingbai.places.leave_post import EndedAlready
from mingbai.places.merge_body import CannotMerge
from mingbai.places.models import Tenure
from mingbai.places.name_person import NameMissing
from mingbai.places.rank_post import RankIsTaken
from mingbai.places.rename_body import NameIsTaken, NotYet
from mingbai.places.seat import SeatIsTaken
from mingbai.places.spans import EndsBeforeItBegins
from mingbai.web.desk.duty_words import which_days

SENTENCES: Final[dict[type[Exception], Promise]] = {
    PostExists: _("Another post has this short name or this address. Choose another."),
    BodyExists: _("Another body has this short name or this address. Choose another."),
    LeadsAlready: _("The post leads this body on some of these days already."),
    EndedAlready: _("It has an end already; what is past is not moved."),
    CannotMerge: _(
        "A body can't be merged into itself, into a part of itself, or twice."
    ),
    NameMissing: _("Please enter the name."),
    RankIsTaken: _("Another post has this precedence. The official order has no ties."),
    NameIsTaken: _("Another body bears this short name. Choose another."),
    NotYet: _(
        "A name changes on its day, today or earlier, and after the last change."
        " Choose another day."
    ),
    SeatIsTaken: _(
        "The post sits in this group already, or another post has this rank."
    ),
    EndsBeforeItBegins: _("The last day lies before the first. Please correct it."),
}
REFUSALS: Final[tuple[type[Exception], ...]] = (PostIsHeld, *SENTENCES)


def sentence(refusal: Exception) -> str:
    """The sentence for one of REFUSALS; of a post that is held, by whom."""
    if isinstance(refusal, PostIsHeld):
        return _held(refusal)
    return str(SENTENCES[type(refusal)])


def _held(refusal: PostIsHeld) -> str:
    tenure = (
        Tenure.objects.filter(post=refusal.post, since=refusal.since)
        .select_related("person")
        .first()
    )
    said = gettext(
        "%(name)s holds the post %(days)s. End that tenure first, or say that the post"
        " is held by several."
    )
    name = tenure.person.name if tenure else gettext("Somebody")
    until = tenure.until if tenure else None
    return said % {"name": name, "days": which_days(refusal.since, until)}
