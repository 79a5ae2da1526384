"""Addresses of static files carry the fingerprint of what they lead to."""

import hashlib
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from mingbai.ui.assets import NoSuchAsset, asset_address
from tests.ui.draw import draw


def test_a_file_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NoSuchAsset):
        asset_address("ui/no-such.css")


def test_the_address_ends_in_the_fingerprint_of_the_file(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "leaf.css").write_text("a{}")
    settings.STATICFILES_DIRS = [tmp_path]
    expected = hashlib.sha256(b"a{}").hexdigest()[:12]
    assert asset_address("leaf.css") == f"{settings.STATIC_URL}leaf.css?v={expected}"


def test_the_address_changes_with_the_file(tmp_path: Path, settings: Settings) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    sheet = tmp_path / "changing.css"
    sheet.write_text("a{}")
    before = asset_address("changing.css")
    sheet.write_text("a{color:red}")
    assert asset_address("changing.css") != before


def test_a_template_asks_by_tag() -> None:
    assert draw('{% asset "ui/site.css" %}') == asset_address("ui/site.css")
