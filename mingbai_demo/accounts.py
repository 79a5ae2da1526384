"""Gives every account of the demonstration a known password and a second factor.

Run after the district is made; a second run keeps the secrets of the first.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import django
from django.conf import settings

PASSWORD: Final = "qinghe-demo-2026"  # noqa: S105  # known to all, on loopback alone
KEPT: Final = "demo-accounts.json"


def main() -> int:
    """0 when every account can sign in."""
    django.setup()
    from mingbai_demo.sign_in import equip  # noqa: PLC0415  # models need the set-up

    kept = Path(settings.DATA) / KEPT
    before = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    secrets = {one["login"]: one["secret"] for one in before.get("accounts", [])}
    accounts = equip(PASSWORD, secrets, at=datetime.now().astimezone())
    if not accounts:
        print("The district was not made.", file=sys.stderr)
        return 1
    words = {**before, "password": PASSWORD, "accounts": accounts}
    kept.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
