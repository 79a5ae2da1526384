"""The district as its commands make it: every body and leader, page by page."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from mingbai.accounts.officer import officer_in_charge
from mingbai.cli import main
from mingbai.ledger.clock import now
from mingbai.places.days import local_day
from mingbai.places.find_place import place_of_slug
from mingbai.places.models import Body, Post, Seat
from mingbai.places.scoping import within
from mingbai.powers.models import PowerVersion
from mingbai_demo.demo import LIST_SINCE, QINGHE
from tests.databases.installation import Installation

KINDS = (Body.Kind.DEPARTMENT, Body.Kind.UNIT)


@pytest.mark.sqlite
def test_every_body_and_leader_has_powers_a_group_and_a_named_officer(
    bare: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    """On SQLite, as the demonstration is; the 89 bodies and the 12 leaders."""
    assert main(["add-place", str(QINGHE / "place.toml")]) == 0
    for workbook in sorted(QINGHE.glob("lists/*.xlsx")):
        words = ["import-powers", str(workbook), "--since", LIST_SINCE]
        assert main(words) == 0, capsys.readouterr().err
    place = place_of_slug("qinghe")
    with within(place, read_only=True):
        today = local_day(now())
        versions = PowerVersion.objects.in_force(today)
        assert versions.count() == 570
        assert not versions.filter(explanation="").exists()
        bodies = list(Body.objects.filter(kind__in=KINDS).exclude(slug="quzhengfu"))
        assert len(bodies) == 89
        leaders = list(Post.objects.leaders(on=today))
        assert len(leaders) == 12
        for body in bodies:
            assert versions.filter(holder_body=body).exists(), body
            assert Seat.objects.filter(body=body).exists(), body
            assert officer_in_charge(body, on=today) is not None, body
    client = Client(headers={"host": "localhost"})
    addresses = [f"/bodies/{body.slug}/" for body in bodies]
    addresses += [f"/leaders/{post.slug}/" for post in leaders]
    for address in addresses:
        page = client.get(address).content.decode()
        assert "QH-" in page, address
        assert "尚未阐述" not in page, address


def test_the_package_of_the_demonstration_is_found_by_the_command() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "mingbai", "demo", "--help"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--data" in ended.stdout
