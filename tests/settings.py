"""The settings of the tests: ours, on a database and a key ring of this run alone."""

import os

from mingbai.lib.keyring import KeyRing
from tests.databases.choice import chosen
from tests.databases.run import locked, run_folder

os.environ["MINGBAI_DATA"] = str(run_folder() / "data")
os.environ["MINGBAI_KEYS"] = str(run_folder() / "keys")
os.environ["MINGBAI_DATABASE"] = chosen().placeholder_url()
with locked("keys"):
    if not (run_folder() / "keys").is_dir():
        KeyRing.create(run_folder() / "keys")

from mingbai.settings import *  # noqa: F403  # the ring has to stand first

# A slow hash protects real passwords; these stand in tests/cast.py.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Whitenoise warns when it finds no folder there.
(run_folder() / "data" / "static").mkdir(parents=True, exist_ok=True)
