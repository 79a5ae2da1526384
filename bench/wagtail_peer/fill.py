"""`python -m bench.wagtail_peer.fill COUNT`: make the peer's database and its pages.

The sections come by Wagtail's own tree API. Ten thousand powers would take it many
minutes, so their rows are written at once, with the paths that the API would give.
"""

import sys
from typing import Final

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.html import escape, linebreaks

from bench.power_texts import BODIES, PowerText, body_name, power_text

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402  # set up first
from wagtail.models import Locale, Page, Site  # noqa: E402

from bench.wagtail_peer.models import PowerPage  # noqa: E402

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def main() -> None:
    """Tables, a list, BODIES sections, and so many powers spread over them."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        sections = _sections()
        powers = [power_text(number) for number in range(int(sys.argv[1]))]
        _add_powers(sections, powers)
    # The peer at its best: by itself Wagtail does it no more than we do.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sections() -> list[PowerPage]:
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    for welcome in root.get_children():
        welcome.delete()
    root.refresh_from_db()
    whole = root.add_child(instance=PowerPage(title="权力清单", slug="list"))
    Site.objects.create(
        hostname="127.0.0.1", root_page=whole, is_default_site=True, site_name="试点县"
    )
    return [
        whole.add_child(instance=PowerPage(title=body_name(number), slug=f"b{number}"))
        for number in range(BODIES)
    ]


def _add_powers(sections: list[PowerPage], powers: list[PowerText]) -> None:
    of_kind = ContentType.objects.get_for_model(PowerPage)
    locale = Locale.get_default()
    pages = []
    for number, power in enumerate(powers):
        section, turn = sections[number % BODIES], number // BODIES + 1
        slug = power.code.lower()
        pages.append(
            Page(
                path=section.path + _step(turn),
                depth=section.depth + 1,
                url_path=f"{section.url_path}{slug}/",
                slug=slug,
                title=power.name,
                draft_title=power.name,
                content_type=of_kind,
                locale=locale,
            )
        )
        section.numchild = turn
    written = Page.objects.bulk_create(pages, batch_size=500)
    Page.objects.bulk_update(
        [Page(pk=one.pk, numchild=one.numchild) for one in sections], ["numchild"]
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO wagtail_peer_powerpage"
            " (page_ptr_id, code, holder, category, body)"
            " VALUES (%s, %s, %s, %s, %s)",
            [
                (page.pk, power.code, power.holder, power.category, _rich(power))
                for page, power in zip(written, powers, strict=True)
            ],
        )


def _step(turn: int) -> str:
    """A step of a treebeard path: four digits to the base 36."""
    digits = ""
    for _ in range(4):
        turn, digit = divmod(turn, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits


def _rich(power: PowerText) -> str:
    return "".join(
        f"<h2>{escape(head)}</h2>{linebreaks(text, autoescape=True)}"
        for head, text in power.sections.items()
    )


if __name__ == "__main__":
    main()
