"""What the writer answered, in rows: on the page that asks once more, and after."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from mingbai.letters.draft import Draft
from mingbai.letters.limits import receipt_days
from mingbai.letters.models import Letter
from mingbai.places.days import local_day, working_calendar
from mingbai.places.scoping import current_place
from mingbai.ui.parts import Fact
from mingbai.ui.words import zh_date
from mingbai.web.letter_words import addressee_words
from mingbai.web.public.letter_form import LetterForm


def answer_facts(form: LetterForm, draft: Draft, power_name: str) -> list[Fact]:
    """Every answer of a valid form, each with the way to change it."""
    return [
        Fact(gettext("Kind"), _chosen(form, "kind", draft.kind), change="kind"),
        Fact(gettext("To"), addressee_words(draft.addressee), change="to"),
        *_complained_of(draft),
        *([Fact(gettext("About the power"), power_name)] if power_name else []),
        Fact(gettext("Title"), draft.title, is_verbatim=True, change="title"),
        Fact(gettext("Text"), draft.text, is_verbatim=True, change="text"),
        Fact(
            gettext("Publication"),
            _chosen(form, "may_publish", "1" if draft.may_publish else "0"),
            change="may_publish",
        ),
        *_reach(form, draft),
    ]


def _complained_of(draft: Draft) -> list[Fact]:
    if draft.kind != Letter.Kind.COMPLAIN:
        return []
    note = gettext("Neither the holder nor those who serve under them see the letter.")
    return [
        Fact(
            gettext("Complained of"),
            str(draft.about) if draft.about else gettext("Nobody named"),
            note=note if draft.about else "",
            change="about",
        )
    ]


def _reach(form: LetterForm, draft: Draft) -> list[Fact]:
    """How the writer hears, what we may call the writer, and who may know."""
    none = gettext("Not given")
    by_email = draft.answer_by == Letter.AnswerBy.EMAIL
    office = current_place().office
    hidden = gettext("Known to %(office)s and supervisors, not to the body") % {
        "office": office
    }
    shown = gettext("Known to whoever handles the letter")
    return [
        Fact(
            gettext("Answer"),
            _chosen(form, "answer_by", draft.answer_by),
            note=gettext("It always stands on this site, under your receipt."),
            change="answer_by",
        ),
        Fact(gettext("Telephone"), draft.telephone or none, change="telephone"),
        *([Fact(gettext("E-mail"), draft.email, change="email")] if by_email else []),
        Fact(gettext("How to call you"), draft.writer or none, change="writer"),
        Fact(
            gettext("Your name and number"),
            hidden if draft.hides_writer else shown,
            note=_unless_in_danger() if draft.hides_writer else "",
            change="hides_writer",
        ),
    ]


def _chosen(form: LetterForm, name: str, value: str) -> str:
    choices = dict(form.fields[name].choices)  # type: ignore[attr-defined]  # of a choice
    return str(choices[value])


def lacks_of_disclosure(draft: Draft) -> str:
    """What the rules ask of a request for disclosure that this one does not say.

    政府信息公开条例 (2019) articles 29 and 30.
    """
    reach = draft.telephone or draft.email
    if draft.kind != Letter.Kind.DISCLOSE or (draft.writer and reach):
        return ""
    return gettext(
        "The rules on disclosure ask for your name and a way to reach you. You can send"
        " it without them, but the office may first have to ask you for them, and only"
        " then do the days of the rules begin."
    )


def receipt_facts(letter: Letter) -> list[Fact]:
    """Where the registered letter is, until when, and how its writer hears."""
    place = current_place()
    facts = [
        Fact(
            gettext("Now with"),
            place.office,
            note=gettext("It passes the letter to whoever is in charge."),
        ),
        Fact(
            gettext("Answered by"),
            zh_date(letter.due_on),
            note=gettext("%(days)s working days from the day after receipt")
            % {"days": receipt_days(letter.kind)},
        ),
        Fact(gettext("Answer"), answer_by_words(letter.answer_by)),
    ]
    if letter.hides_writer:
        hidden = gettext("Known to %(office)s and supervisors, not to the body") % {
            "office": place.office
        }
        facts.append(
            Fact(gettext("Your name and number"), hidden, note=_unless_in_danger())
        )
    return facts


def _unless_in_danger() -> str:
    return gettext(
        "Should a life be in danger, whoever is on watch sees them too, so that"
        " somebody can come and help you."
    )


def answer_by_words(way: str) -> str:
    """Where the answer will be: here in any case."""
    if way == Letter.AnswerBy.SITE:
        return gettext("On this site, under your receipt")
    return gettext("On this site, under your receipt; besides: %(way)s") % {
        "way": Letter.AnswerBy(way).label
    }


def due_day_of(kind: str) -> date:
    """The day that a letter of this kind, sent now, is answered by."""
    today = local_day(timezone.now())
    days = receipt_days(kind)
    return working_calendar(since=today).add_working_days(today, days).day
