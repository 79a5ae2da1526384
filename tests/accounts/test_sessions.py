"""Sessions of one place."""

import pytest
from django.contrib.auth import SESSION_KEY

from mingbai.accounts.models import Session
from mingbai.accounts.sessions import SessionStore, end_sessions
from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests import cast
from tests.databases.installation import Installation


def stored(login: str = "", **content: str) -> SessionStore:
    """A saved session, of that official when one is named."""
    store = SessionStore()
    if login:
        store[SESSION_KEY] = str(cast.user(login).pk)
    for name, value in content.items():
        store[name] = value
    store.save()
    return store


def is_stored(key: str | None) -> bool:
    """Whether the open place has a session of that key."""
    return Session.objects.filter(session_key=key).exists()


@pytest.mark.postgresql
def test_a_session_of_another_place_opens_nothing(committed: Installation) -> None:
    with within(committed.place, durable=True):
        key = stored("wangdengji", secret="JBSWY3DP").session_key
    with within(cast.neighbour(), durable=True):
        assert SessionStore(key).load() == {}
        SessionStore(key).delete()
        assert not Session.objects.filter(session_key=key).exists()
    with within(committed.place):
        assert SessionStore(key)["secret"] == "JBSWY3DP"


def test_a_session_that_was_tampered_with_is_empty(place: Place) -> None:
    store = stored(secret="JBSWY3DP")
    for forged in ("", "not base64!", "AAAA", "e30="):
        Session.objects.filter(pk=store.session_key).update(session_data=forged)
        assert SessionStore(store.session_key).load() == {}


def test_the_content_is_not_readable_in_the_database(place: Place) -> None:
    store = stored(secret="JBSWY3DP")
    data = Session.objects.get(pk=store.session_key).session_data
    assert "JBSWY3DP" not in data
    assert SessionStore(store.session_key)["secret"] == "JBSWY3DP"


def test_a_row_names_its_user_and_all_of_a_users_sessions_end(place: Place) -> None:
    user = cast.user("wangdengji")
    kept, ended, other = stored("wangdengji"), stored("wangdengji"), stored("lizhuren")
    end_sessions(user, but=kept.session_key)
    assert not is_stored(ended.session_key)
    assert is_stored(kept.session_key)
    end_sessions(user)
    assert not is_stored(kept.session_key)
    assert is_stored(other.session_key)


def test_a_reading_door_flushes_without_writing(committed: Installation) -> None:
    with within(committed.place, durable=True):
        key = stored("wangdengji").session_key
    with within(committed.place, read_only=True):
        SessionStore(key).flush()
    with within(committed.place, durable=True):
        assert is_stored(key)
        SessionStore(key).flush()
        assert not is_stored(key)
