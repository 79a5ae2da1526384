"""Looking a letter up on the public page, and doing there what its writer may do."""

from typing import Any, Final

from django.test import Client

from mingbai.lib.receipt import Receipt

LOOK_UP: Final = "/letters/look-up/"


def look_up(receipt: Receipt) -> Any:
    """The letter's page."""
    return Client().post(LOOK_UP, {"receipt": str(receipt)})
