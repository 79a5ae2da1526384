"""How to reach a writer: telephone and e-mail address as people type them."""

import unicodedata
from typing import Final

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from phonenumbers import PhoneNumberFormat, PhoneNumberType

REGION: Final = "CN"
# RFC 5321, section 4.5.3.1: a path is no longer.
EMAIL_LENGTH: Final = 254
_MOBILE: Final = frozenset(
    {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
)


def read_telephone(typed: str) -> str:
    """The number in E.164 form, or empty; a sentence when it is none."""
    plain = typed.strip()
    if not plain:
        return ""
    sentence = gettext(
        "This does not look like a telephone number. Please check it, with the"
        " area code for a landline, or leave it empty."
    )
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", plain), REGION)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(sentence) from error
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(sentence)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def is_mobile(number: str) -> bool:
    """Whether a number in E.164 form can take a text message.

    A foreign number may; of ours, one that is known to be a landline can't.
    """
    parsed = phonenumbers.parse(number, REGION)
    kind = phonenumbers.number_type(parsed)
    return kind in _MOBILE or (
        kind == PhoneNumberType.UNKNOWN and _looks_mobile(parsed)
    )


def _looks_mobile(number: phonenumbers.PhoneNumber) -> bool:
    """Of ranges too new for the table: eleven digits that begin with 1."""
    ours = number.country_code == phonenumbers.country_code_for_region(REGION)
    digits = str(number.national_number)
    return not ours or (digits.startswith("1") and len(digits) == len("13800000000"))


def read_email(typed: str) -> str:
    """The address, or empty; a sentence when it is none."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        return ""
    try:
        validate_email(plain)
    except ValidationError as error:
        raise ValidationError(_no_address()) from error
    if len(plain) > EMAIL_LENGTH:
        raise ValidationError(_no_address())
    return plain


def _no_address() -> str:
    return gettext(
        "This does not look like an e-mail address, such as name@example.com. Please"
        " check it."
    )
