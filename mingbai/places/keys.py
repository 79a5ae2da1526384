"""The key ring of this installation, opened once a process."""

from functools import cache

from django.conf import settings

from mingbai.lib.keyring import KeyRing


@cache
def key_ring() -> KeyRing:
    """The ring named by MINGBAI_KEYS; raises what `KeyRing.open` raises."""
    return KeyRing.open(settings.KEYS)
