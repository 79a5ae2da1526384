"""What the ledger says happened: the openings of one event, oldest first."""

import json
from typing import Any

from mingbai.ledger.models import Opening
from mingbai.places.scoping import current_place_id


def events(name: str) -> list[dict[str, Any]]:
    """The facts of each event of that name in the open place."""
    openings = Opening.objects.filter(log=current_place_id(), name=name)
    return [
        json.loads(bytes(opening.content or b"null"))
        for opening in openings.order_by("leaf_id")
    ]
