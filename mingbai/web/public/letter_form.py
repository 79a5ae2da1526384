"""The form a letter is written in. It cleans shapes; whether, not what."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.draft import TEXT_LENGTH, TITLE_LENGTH, WRITER_LENGTH, Draft
from mingbai.letters.limits import receipt_days
from mingbai.letters.models import Letter
from mingbai.places.days import local_day
from mingbai.places.models import Body, Post
from mingbai.places.scoping import current_place
from mingbai.powers.models import Power
from mingbai.ui.forms import Email, FollowUp, FollowUpText, RadioCards, Telephone
from mingbai.web.public.letter_reach import is_mobile, read_email, read_telephone
from mingbai.web.verbatim_field import VerbatimField

UNKNOWN: Final = "unknown"
POST: Final = "post"
BODY: Final = "body"


AnswerBy = Letter.AnswerBy
# An answer that comes this way needs a telephone.
CALLED: Final = frozenset({AnswerBy.TELEPHONE, AnswerBy.SMS})


class LetterForm(forms.Form):
    """Kind, addressee, title, text, publication, and how to reach the writer."""

    kind = forms.ChoiceField(
        label=_("What kind of letter is it?"),
        choices=Letter.Kind.choices,
        widget=RadioCards(
            in_two_columns=True,
            hints={
                "ask": _("About a rule, or how to get something done"),
                "suggest": _("How something could be better"),
                "complain": _("About a result, or how you were treated"),
                "disclose": _("To be shown what the government has on record"),
            },
        ),
        error_messages={"required": _("Please choose what kind of letter it is.")},
    )
    to = forms.ChoiceField(
        label=_("To whom?"),
        choices=[
            (UNKNOWN, _("I do not know; please pass it to whoever is in charge")),
            (POST, _("A leader")),
            (BODY, _("A department or unit")),
        ],
        widget=RadioCards(
            hints={
                UNKNOWN: _("We pass it on and tell you who has it"),
                POST: _("You choose which one next"),
                BODY: _("You choose which one next"),
            }
        ),
        error_messages={"required": _("Please choose to whom you write.")},
    )
    post = FollowUp(label=_("Which leader?"))
    body = FollowUp(label=_("Which department or unit?"))
    about = FollowUp(
        label=_("Is it about a leader or official? Which post?"),
        help_text=_(
            "You need not say. If you do, that person and all who serve under them"
            " never see the letter, and cannot handle it; the office that registers it"
            " and the discipline commission still can."
        ),
    )
    title = VerbatimField(
        label=_("Say it in one sentence"),
        help_text=_("At most 40 characters; it will be the title of your letter."),
        longest=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Please say in one sentence what it is about.")},
    )
    text = VerbatimField(
        label=_("Tell us more"),
        help_text=_(
            "When, where, what happened, and what you hope for."
            " Please do not write your identity card number."
        ),
        longest=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": _("Please write what it is about.")},
    )
    may_publish = forms.ChoiceField(
        label=_("After the answer, may the letter be made public?"),
        choices=[("1", _("It may be public")), ("0", _("Not public"))],
        widget=RadioCards(
            in_two_columns=True,
            hints={
                "1": _("Name and telephone are taken out first"),
                "0": _("Only you can read it, with your receipt"),
            },
        ),
        error_messages={"required": _("Please choose whether it may be public.")},
    )
    answer_by = forms.ChoiceField(
        label=_("How would you like to hear the answer?"),
        help_text=_(
            "It always stands on this site, under your receipt. If you choose more,"
            " the office is reminded to tell you so too; each try stands in the story"
            " of your letter."
        ),
        choices=AnswerBy.choices,
        initial=AnswerBy.SITE,
        widget=RadioCards(
            in_two_columns=True,
            hints={
                AnswerBy.SITE: _("You look it up with your receipt"),
                AnswerBy.TELEPHONE: _("The office is reminded to call you"),
                AnswerBy.SMS: _(
                    "The office is reminded to send one to your mobile telephone"
                ),
                AnswerBy.EMAIL: _("The office is reminded to write to your address"),
            },
        ),
        error_messages={"required": _("Please choose how to hear the answer.")},
    )
    telephone = forms.CharField(
        label=_("Telephone"),
        help_text=_(
            "So that whoever handles it can ask you. Without one you still see"
            " everything with your receipt."
        ),
        required=False,
        widget=Telephone(),
    )
    email = FollowUpText(label=_("E-mail address"), widget=Email())
    writer = VerbatimField(
        label=_("What may we call you?"),
        help_text=_("Such as Ms Zhang. Shown only to those who handle the letter."),
        required=False,
        longest=WRITER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "short"}),
    )
    hides_writer = forms.BooleanField(
        label=_("Keep my name and how to reach me from the body that answers"),
        required=False,
    )
    power = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = local_day(timezone.now())
        leaders = list(Post.objects.leaders(on=today))
        self._posts = {post.slug: post for post in leaders}
        self._bodies = {body.slug: body for body in _bodies_on(today)}
        nobody = ("", gettext("Not chosen"))
        for name, found in (("post", self._posts), ("body", self._bodies)):
            choices = [(slug, str(one)) for slug, one in found.items()]
            self._offer(name, [nobody, *choices])
        self._all_posts = {post.slug: post for post in _all_posts()}
        others = [one for one in self._all_posts.values() if one not in leaders]
        self._offer("about", [nobody, *_by_body(leaders, others)])
        self._say_what_the_place_says()

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _say_what_the_place_says(self) -> None:
        """The days of the place, and the name of its office."""
        office = current_place().office
        self.fields["hides_writer"].help_text = gettext(
            "Only %(office)s sees them then, and passes questions and answers on."
            " Should a life be in danger, whoever is on watch sees them too, so that"
            " somebody can come and help you."
        ) % {"office": office}
        widget = self.fields["kind"].widget
        assert isinstance(widget, RadioCards)
        # 政府信息公开条例 (2019) articles 29 and 33.
        widget.hints = {
            **widget.hints,
            "disclose": gettext(
                "To be shown what the government has on record, within %(days)s"
                " working days. The rules ask for your name, a way to reach you, what"
                " the document is called or is about, and in which form you want it."
            )
            % {"days": receipt_days(Letter.Kind.DISCLOSE)},
        }

    def clean_telephone(self) -> str:
        """The number in E.164 form, or empty."""
        return read_telephone(self.cleaned_data["telephone"])

    def clean_email(self) -> str:
        """The address, or empty."""
        return read_email(self.cleaned_data["email"])

    def clean_power(self) -> Power | None:
        """The power the letter is about, if it is about one."""
        code = self.cleaned_data["power"]
        if not code:
            return None
        try:
            return Power.objects.get(code=code)
        except Power.DoesNotExist as error:
            raise ValidationError(
                gettext("The power this letter was about is not on the list.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """Whoever chose a leader, a body or a way to hear has said which, and where."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") == POST and not cleaned.get("post"):
            self.add_error("post", gettext("Please choose which leader."))
        if cleaned.get("to") == BODY and not cleaned.get("body"):
            self.add_error("body", gettext("Please choose which department or unit."))
        self._want_a_way_to_answer(cleaned)
        return cleaned

    def _want_a_way_to_answer(self, cleaned: dict[str, Any]) -> None:
        way, number = cleaned.get("answer_by"), cleaned.get("telephone")
        if way in CALLED and number == "":
            self.add_error(
                "telephone",
                gettext("Please give a telephone, or choose to hear on this site."),
            )
        elif way == AnswerBy.SMS and number and not is_mobile(number):
            self.add_error(
                "telephone",
                gettext(
                    "A text message needs a mobile telephone. Please give one, or"
                    " choose another way to hear."
                ),
            )
        if way == AnswerBy.EMAIL and cleaned.get("email") == "":
            self.add_error(
                "email",
                gettext("Please give an e-mail address, or choose another way."),
            )

    @property
    def addressee(self) -> Post | Body | None:
        """Whom a valid form is addressed to; None for "I do not know"."""
        cleaned = self.cleaned_data
        if cleaned["to"] == POST:
            return self._posts[cleaned["post"]]
        if cleaned["to"] == BODY:
            return self._bodies[cleaned["body"]]
        return None

    @property
    def complained_of(self) -> Post | None:
        """Whom a complaint is about; of another kind of letter nobody is asked."""
        cleaned = self.cleaned_data
        if cleaned["kind"] != Letter.Kind.COMPLAIN:
            return None
        return self._all_posts.get(cleaned["about"])

    def draft(self) -> Draft:
        """What the writer hands in; only of a valid form."""
        cleaned = self.cleaned_data
        # An address typed before another way was chosen is not kept unseen.
        by_email = cleaned["answer_by"] == AnswerBy.EMAIL
        return Draft(
            kind=cleaned["kind"],
            title=cleaned["title"],
            text=cleaned["text"],
            addressee=self.addressee,
            power=cleaned["power"],
            may_publish=cleaned["may_publish"] == "1",
            writer=cleaned["writer"],
            telephone=cleaned["telephone"],
            email=cleaned["email"] if by_email else "",
            answer_by=cleaned["answer_by"],
            hides_writer=cleaned["hides_writer"],
            about=self.complained_of,
        )


def _bodies_on(day: date) -> Iterable[Body]:
    """Those one can write to: committees are reached through their leaders."""
    stands = Q(merged_on__isnull=True) | Q(merged_on__gt=day)
    return Body.objects.filter(stands).exclude(kind=Body.Kind.COMMITTEE)


def _all_posts() -> Iterable[Post]:
    return Post.objects.select_related("body").order_by(
        "body__precedence", "body__name", "precedence", "name"
    )


def _by_body(leaders: list[Post], others: list[Post]) -> list[Any]:
    """Posts as groups of choices: the leaders first, then each body's own."""
    groups = [(gettext("Leaders"), [(one.slug, str(one)) for one in leaders])]
    groups += [
        (str(body), [(one.slug, str(one)) for one in posts])
        for body, posts in groupby(others, key=lambda one: one.body)
    ]
    return [group for group in groups if group[1]]
