"""Log lines that hold numbers, never names, telephones or texts.

A line is one JSON object. The message is the constant a programmer wrote, never
its filled-in form; of the extras only numbers, booleans and registration numbers
pass; of an exception only its class and where it was raised.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Final

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_REF: Final = re.compile(r"\d{2}-\d{7,}")


class NumbersOnly(logging.Formatter):
    """Formats a record as JSON that cannot carry what a person wrote."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "event": record.msg if isinstance(record.msg, str) else "",
        }
        line |= {
            name: value
            for name, value in vars(record).items()
            if name not in _STANDARD and _is_harmless(value)
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["raised"] = [
                f"{PurePath(frame.filename).name}:{frame.lineno}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=True)


def _is_harmless(value: object) -> bool:
    if isinstance(value, str):
        return _REF.fullmatch(value) is not None
    return isinstance(value, bool | int | float)
