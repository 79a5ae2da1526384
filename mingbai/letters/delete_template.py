"""`delete_template`: an answer with slots that nobody begins with any more."""

from datetime import datetime

from mingbai.ledger.record import record
from mingbai.letters.models import ReplyTemplate
from mingbai.places.actors import Actor
from mingbai.places.naming import acting
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place_id


def delete_template(*, by: Actor, at: datetime, template: ReplyTemplate) -> None:
    """Throw it away; answers that began with it stay as they were sent."""
    require(by, Act.TEMPLATE_CHANGE, Facts(body=template.body_id))
    deleted = {
        "template": str(template.pk),
        "name": template.name,
        "body": template.body.slug if template.body else "",
    }
    template.delete()
    record(
        log=current_place_id(),
        name="template.deleted",
        facts={
            "template": deleted["template"],
            "name": deleted["name"],
            "body": deleted["body"],
            "by": acting(by),
        },
        at=at,
    )
