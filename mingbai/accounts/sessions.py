"""Sessions of one place: Django's database sessions with our row, encrypted.

A key from another place opens nothing, for the manager sees the open place alone.
The content is encrypted with the field key because the secret of a factor lies in it
while it is being set up.
"""

import base64
import json
from typing import Any, Final, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection

from mingbai.accounts.models import Session, User
from mingbai.lib.blob import NotDecryptable
from mingbai.places.keys import key_ring

_CONTEXT: Final = b"session"


class SessionStore(DatabaseStore):
    """The store that `SESSION_ENGINE` names."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our row, which knows its place and whose session it is."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to be saved; its user stands beside the content."""
        row = cast(Session, super().create_model_instance(data))
        user = data.get(SESSION_KEY)
        row.user_id = UUID(user) if user else None
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The content as it is stored: JSON, sealed under the field key."""
        plain = json.dumps(session_dict, separators=(",", ":")).encode()
        return base64.b64encode(key_ring().encrypt(plain, context=_CONTEXT)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was stored; empty, and so signed out, when no key of ours opens it."""
        try:
            blob = base64.b64decode(session_data, validate=True)
            content: dict[str, Any] = json.loads(
                key_ring().decrypt(blob, context=_CONTEXT)
            )
        except (ValueError, NotDecryptable):
            return {}
        return content

    def delete(self, session_key: str | None = None) -> None:
        """Delete the row, unless the door reads only.

        Django flushes a session whose password has changed, whatever the method; the
        browser loses its cookie then, and the row expires by itself.
        """
        if _may_write():
            super().delete(session_key)


def end_sessions(user: User, *, but: str | None = None) -> None:
    """Sign the official out of every browser, `but` that of one session key."""
    Session.objects.filter(user=user).exclude(session_key=but or "").delete()


def _may_write() -> bool:
    statement = (
        "SHOW transaction_read_only"
        if connection.vendor == "postgresql"
        else "PRAGMA query_only"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0]) in {"off", "0"}
