"""The forms of bodies, posts and people. They clean shapes, the verbs know rules."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from mingbai.places.models import Body, Person, Post
from mingbai.ui.forms import RadioCards
from mingbai.web.desk.duty_forms import day_field

NEW_PERSON: Final = "new"
MOST_RANK: Final = 9_999


def _line(label: Any, longest: int, *, hint: Any = "", required: bool = True) -> Any:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=required,
        error_messages={
            "required": _("Please fill this in."),
            "max_length": _("This is too long; at most %(limit_value)s characters."),
        },
    )


def _number(label: Any, hint: Any) -> forms.IntegerField:
    wrong = _("Please give a whole number from 1 on.")
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=MOST_RANK,
        widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
        error_messages={
            "required": wrong,
            "invalid": wrong,
            "min_value": wrong,
            "max_value": _("This number is too large."),
        },
    )


def _slug() -> forms.SlugField:
    return forms.SlugField(
        label=_("Word in the address"),
        help_text=_("Letters and digits, such as the name in Pinyin. It stays."),
        max_length=48,
        error_messages={
            "required": _("Please fill this in."),
            "invalid": _("Only letters a to z, digits and hyphens."),
        },
    )


def _body(label: Any, hint: Any = "", *, required: bool = True) -> Any:
    return forms.ModelChoiceField(
        label=label,
        help_text=hint,
        queryset=Body.objects.filter(merged_into__isnull=True),
        to_field_name="slug",
        required=required,
        empty_label=_("Not chosen"),
        error_messages={
            "required": _("Please choose a body."),
            "invalid_choice": _("Please choose a body from the list."),
        },
    )


class RankForm(forms.Form):
    """The place of a post in the official order."""

    precedence = _number(_("Precedence"), _("1 is named first."))


class AppointForm(forms.Form):
    """Who takes the post, and on which days."""

    name = _line(_("Name"), 48)
    person = forms.ChoiceField(
        label=_("Which one"),
        help_text=_("Somebody of this name is known already."),
        required=False,
        widget=RadioCards(),
        error_messages={"invalid_choice": _("Please choose one of these.")},
    )
    since = day_field(_("First day"))
    until = day_field(
        _("Last day"),
        required=False,
        hint=_("The day itself still counts. Empty: until further notice."),
    )
    shared = forms.BooleanField(
        label=_("The post is held by several"),
        help_text=_("As deputy heads do. Otherwise a post has one holder at a time."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = self._namesakes()
        if not self.known:
            del self.fields["person"]
            return
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((str(one.pk), one.name) for one in self.known),
            (NEW_PERSON, _("Somebody else of the same name")),
        ]
        assert isinstance(field.widget, RadioCards)
        field.widget.hints = {str(one.pk): _held_by(one) for one in self.known}
        field.required = True
        field.error_messages["required"] = _("Please say which one it is.")

    @property
    def chosen(self) -> Person | None:
        """The known person of a valid form; None for a new one."""
        wanted = self.cleaned_data.get("person", NEW_PERSON)
        return next((one for one in self.known if str(one.pk) == wanted), None)

    def _namesakes(self) -> list[Person]:
        name = str(self.data.get("name", "")).strip() if self.is_bound else ""
        if not name or "\0" in name:
            return []
        found = Person.objects.filter(name=name).prefetch_related("tenures__post")
        return list(found.order_by("pk"))


class UntilForm(forms.Form):
    """The last day of a tenure, a portfolio or a seat."""

    until = day_field(_("Last day"), hint=_("The day itself still counts."))


class PortfolioForm(forms.Form):
    """Which body the post comes to lead, and on which days."""

    body = _body(_("Body"))
    since = day_field(_("First day"))
    until = day_field(
        _("Last day"),
        required=False,
        hint=_("The day itself still counts. Empty: until further notice."),
    )


class SeatForm(forms.Form):
    """Which post sits in the leading group, and where."""

    post = forms.ModelChoiceField(
        label=_("Post"),
        queryset=Post.objects.all(),
        to_field_name="slug",
        empty_label=_("Not chosen"),
        error_messages={
            "required": _("Please choose a post."),
            "invalid_choice": _("Please choose a post from the list."),
        },
    )
    rank = _number(_("Rank in the group"), _("1 is named first."))


class SeatRankForm(forms.Form):
    """The place of a seat in the order of its group."""

    rank = _number(
        _("Rank in the group"),
        _("1 is named first. Whoever has this rank takes the one that gets free."),
    )


class BodyForm(forms.Form):
    """A new organisation."""

    name = _line(_("Full name"), 96)
    short_name = _line(_("Short name"), 48, hint=_("As lists and letters call it."))
    slug = _slug()
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Not chosen")), *Body.Kind.choices],
        error_messages={"required": _("Please choose a kind.")},
    )
    parent = _body(_("Below"), _("Empty: it stands at the top."), required=False)
    precedence = _number(_("Precedence"), _("1 is named first."))
    telephone = _line(_("Telephone"), 32, required=False)
    address = _line(_("Address"), 96, required=False)
    duty = _line(
        _("What it does"), 500, hint=_("One sentence for citizens."), required=False
    )


class PostForm(forms.Form):
    """A new office of a body."""

    name = _line(_("Full name"), 96)
    short_name = _line(_("Short name"), 48, hint=_("As lists and letters call it."))
    slug = _slug()
    precedence = _number(_("Precedence"), _("1 is named first."))
    duty = _line(
        _("What it does"), 500, hint=_("One sentence for citizens."), required=False
    )


class RenameForm(forms.Form):
    """The new name of a body, and its first day."""

    name = _line(_("Full name"), 96)
    short_name = _line(_("Short name"), 48, hint=_("As lists and letters call it."))
    since = day_field(_("First day"), hint=_("Today or earlier."))


class MergeForm(forms.Form):
    """Into which body, and from which day."""

    into = _body(_("Into"))
    on = day_field(_("First day"))


def _held_by(person: Person) -> str:
    """What tells one from another of the same name: the posts they held."""
    return "、".join(str(tenure.post) for tenure in person.tenures.all())
