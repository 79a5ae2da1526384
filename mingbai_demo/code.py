"""Prints the present code of a demonstration account: `-m mingbai_demo.code LOGIN`."""

import argparse
import base64
import hashlib
import hmac
import json
import struct
import sys
import time
from pathlib import Path
from typing import Final

STEP_SECONDS: Final = 30
DIGITS: Final = 6


def totp(secret: str, at: float) -> str:
    """The six digits of RFC 6238 for a base32 secret at a time in seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(at) // STEP_SECONDS)
    digest = hmac.digest(key, counter, hashlib.sha1)
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def main() -> int:
    """0 with the code and its remaining seconds, 1 for an unknown login."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("login")
    parser.add_argument("--data", type=Path, default=Path("data/demo"))
    options = parser.parse_args()
    kept = options.data / "demo-accounts.json"
    if not kept.exists():
        print(f"No demonstration lives in {options.data}.", file=sys.stderr)
        return 1
    for account in json.loads(kept.read_text(encoding="utf-8"))["accounts"]:
        if account["login"] == options.login:
            now = time.time()
            left = STEP_SECONDS - int(now) % STEP_SECONDS
            print(f"{totp(account['secret'], now)}  ({left} s)")
            return 0
    print(f"Nobody signs in as {options.login}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
