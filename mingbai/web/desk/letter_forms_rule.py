"""What rulings, supervision and leaders' acts on a letter ask for."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.web.desk.letter_fields import BodyField, words_field, yes_or_no
from mingbai.web.desk.letter_forms import REASON_IS_TOLD, LetterForm


class RuleReturnForm(LetterForm):
    """Whether the body was right, and where it goes then."""

    upheld = yes_or_no(
        _("Is it another body's affair?"),
        yes=_("Yes: pass it on to another body"),
        no=_("No: it goes back, and can't be returned again"),
    )
    body = BodyField(
        label=_("Pass it to"),
        help_text=_("Only if it is another body's affair."),
        required=False,
    )
    reason = words_field(_("Why"), hint=REASON_IS_TOLD)

    def offer(self) -> None:
        """The body that the return proposes is suggested."""
        super().offer()
        returned = self.desk.last_return
        if returned and returned.to_body:
            self.initial.setdefault("body", returned.to_body.short_name)

    def clean(self) -> dict[str, Any]:
        """Who passes it on says where to; who does not passes it to nobody."""
        cleaned = self.cleaned_data
        if cleaned.get("upheld") and "body" in cleaned and cleaned["body"] is None:
            self.add_error("body", gettext("Please choose a body."))
        if cleaned.get("upheld") is False:
            cleaned["body"] = None
        return cleaned


class GrantForm(LetterForm):
    """Granted or refused, and why."""

    granted = yes_or_no(_("Your ruling"), yes=_("Granted"), no=_("Refused"))
    reason = words_field(_("Why"), hint=REASON_IS_TOLD)


class RemarkForm(LetterForm):
    """What has to be better before it is approved."""

    remark = words_field(
        _("What has to be better"), hint=_("The writer does not see it.")
    )


class PressForm(LetterForm):
    """What the supervisor says to whoever has the letter."""

    text = words_field(
        _("A word to the officer and the head of the body"),
        hint=_("The writer sees that it was pressed for, not these words."),
    )


class EscalateForm(LetterForm):
    """What the supervisor says to the leader in charge."""

    text = words_field(
        _("A word to the leader in charge of the body"),
        hint=_("The writer sees that it was brought up, not these words."),
    )


class InstructForm(LetterForm):
    """What the leader wants done."""

    text = words_field(_("What you instruct"), hint=REASON_IS_TOLD, rows=4)


class UrgentForm(LetterForm):
    """Nothing to fill in: it is due today."""

    def arguments(self) -> dict[str, Any]:
        """It is urgent."""
        return {"is_urgent": True}


class CalmForm(LetterForm):
    """Nothing to fill in: nobody is in danger."""

    def arguments(self) -> dict[str, Any]:
        """It is not urgent."""
        return {"is_urgent": False}
