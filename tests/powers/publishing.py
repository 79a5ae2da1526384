"""Publishing powers in tests, by the verb, with everything said that is not tested."""

from datetime import UTC, date, datetime
from typing import Any

from mingbai.places.actors import System
from mingbai.powers.models import PowerVersion
from mingbai.powers.publish import publish
from mingbai.powers.said import Statement
from tests import cast
from tests.moments import TODAY

BY = System("tests")


def statement(**said: Any) -> Statement:
    """What a power says; the education bureau holds it unless said otherwise."""
    usual: dict[str, Any] = {
        "name": "学区划定",
        "holder": said.get("holder") or cast.education(),
        "category": "其他行政权力",
        "explanation": "划定义务教育学区，每年公布一次。",
        "basis": "《义务教育法》第十二条",
    }
    return Statement(**{**usual, **said})


def published(code: str = "SD-001", **said: Any) -> PowerVersion:
    """A version published now, in force from today unless `since` is said."""
    return publish(
        by=BY,
        at=datetime.now(UTC),
        power_code=code,
        since=said.pop("since", TODAY),
        is_imported=said.pop("is_imported", False),
        statement=statement(**said),
    )


def unexplained(code: str, since: date = TODAY, **said: Any) -> PowerVersion:
    """A version such as an imported list brings, without explanation or basis."""
    bare = {"explanation": "", "basis": "", "is_imported": True}
    return published(code, since=since, **{**bare, **said})
