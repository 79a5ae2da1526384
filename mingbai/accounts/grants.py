"""What stands in the public list: duties and resets given out by the server alone."""

from django.db.models import QuerySet

from mingbai.accounts.models import Asking


def recent_grants() -> QuerySet[Asking]:
    """Grants and resets that nobody asked for and no second person confirmed.

    They were made on the server, newest first; the public is told because two people
    are the rule. `concerned`, `body` and `post` come with them.
    """
    return (
        Asking.objects.filter(
            asked_by__isnull=True,
            decided_by__isnull=True,
            outcome=Asking.Outcome.CONFIRMED,
        )
        .select_related("concerned", "body", "post")
        .order_by("-decided_at", "-id")
    )
