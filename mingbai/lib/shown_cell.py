"""The text a person sees in a spreadsheet's cell."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_EXACT = 1e15  # spreadsheets keep 15 digits
_HALF_SECOND = timedelta(milliseconds=500)
# Zeros, decimals, percent: `000000` shows 42 as 000042, `0.0%` shows 0.125 as 12.5%.
_PLAIN_FORMAT = re.compile(r"(0{1,30})(?:\.(0{1,10}))?(%?)")


def shown_cell(value: object, number_format: str) -> str:
    """Return what a cell shows: `2026-09-30`, `42` and not `42.0`, `000042`, `12.5%`.

    Dates are ISO whatever their format; midnight is not shown. Formats other than
    plain zeros, decimals and percent show the number itself, to 15 digits as
    spreadsheets do. Texts stay as they are, but for the escaped carriage return.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("_x000D_", "\r")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _shown_number(value, number_format)
    return _shown_time(value)


def _shown_number(value: float, number_format: str) -> str:
    plain = _PLAIN_FORMAT.fullmatch(number_format)
    # The format `0` is what a code or a year typed as a number gets, and it rounds.
    if plain is None or number_format == "0" or not abs(value) < _EXACT:
        return str(value) if isinstance(value, int) else f"{value:.15g}"
    exact = Decimal(repr(abs(value))).scaleb(2 if plain[3] else 0)
    step = Decimal(1).scaleb(-len(plain[2] or ""))
    digits = f"{exact.quantize(step, ROUND_HALF_UP):f}{plain[3]}"
    return ("-" if value < 0 else "") + digits.zfill(len(number_format))


def _shown_time(value: object) -> str:
    if isinstance(value, datetime):
        whole = (value + _HALF_SECOND).replace(microsecond=0)
        if whole.time() == time():
            return whole.date().isoformat()
        return whole.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return str(value)
