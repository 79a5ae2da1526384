"""The frames of pages: public, desk, and what stands when something went wrong."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string

import mingbai.ui
from mingbai.ui.look import CHOICES, UnknownChoice
from mingbai.ui.page import MenuItem, Proof, Site, Staff
from tests.ui.draw import draw, refusing_missing_variables

TEMPLATES = Path(mingbai.ui.__file__).parent / "templates"
ALL_TEMPLATES = sorted(TEMPLATES.rglob("*.html"))
ERROR_PAGES = [
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "500.html",
    "503.html",
]

SITE = Site(
    site_name="Qinghe Open",
    promise="Who may do what",
    seal="明白",
    office="Cadre Section",
    office_telephone="0000-6000 0214",
    commission="The Commission",
)
FULL_SITE = Site(
    **{
        **vars(SITE),
        "commission_telephone": "0000-6000 0999",
        "sms_number": "1069 0000 000",
        "sponsor": "Sponsor",
        "site_identification": "1100000001",
        "filing_number": "Filing 1",
        "verify_href": "/verify",
        "about_href": "/about",
        "accessibility_href": "/accessibility",
    }
)
MENU = [MenuItem("Powers", "/powers", is_current=True), MenuItem("Write", "/write")]
STAFF = Staff("Zhou Ming", "Registrar", "/sign-out", "/security")


@pytest.mark.parametrize(
    "template", ALL_TEMPLATES, ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_a_template_carries_no_style_script_or_inline_handler(template: Path) -> None:
    source = template.read_text()
    # The desk's scripts are files of ours; no page writes one.
    ours = r'<script src="{% asset "[\w/.]+" %}"[^>]* defer></script>'
    rest = re.sub(ours, "", source)
    assert rest == source or template.name == "desk_base.html"
    assert not re.search(r"\sstyle\s*=|<style|<script|\son\w+\s*=|javascript:", rest)
    assert "|safe" not in source
    assert "autoescape" not in source


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_stands_without_a_place(name: str) -> None:
    with refusing_missing_variables():
        html = render_to_string(name)
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert "<header" not in html


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_of_a_place_says_whom_to_ring(name: str) -> None:
    with refusing_missing_variables():
        html = render_to_string(name, {"site": SITE, "menu": MENU, "here": "/x"})
    assert "0000-6000 0214" in html
    assert "Qinghe Open" in html


@pytest.mark.parametrize("site", [SITE, FULL_SITE], ids=["little", "full"])
@pytest.mark.parametrize("base", ["ui/base.html", "ui/desk_base.html"])
def test_a_page_asks_for_nothing_but_what_is_promised(base: str, site: Site) -> None:
    html = draw(
        f"{{% extends '{base}' %}}{{% block heading %}}Powers{{% endblock %}}",
        site=site,
        menu=MENU,
        here="/powers",
        staff=STAFF,
        csrf_token="token",
    )
    assert html.count("<h1>Powers</h1>") == 1
    assert '<html lang="zh-Hans-CN">' in html
    assert "Qinghe Open" in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_what_the_place_does_not_have_is_not_offered() -> None:
    little = draw("{% extends 'ui/base.html' %}", site=SITE, menu=MENU, here="/")
    assert "By SMS" not in little
    assert "How to verify" not in little
    full = draw("{% extends 'ui/base.html' %}", site=FULL_SITE, menu=MENU, here="/")
    assert "1069 0000 000" in full
    assert 'href="/verify"' in full
    assert "1100000001" in full


def test_a_link_to_a_look_nobody_offers_is_refused() -> None:
    with pytest.raises(UnknownChoice):
        draw("{% look_address 'huge' %}")


def test_every_choice_of_look_is_a_link_that_comes_back_here() -> None:
    html = draw("{% extends 'ui/base.html' %}", site=SITE, here="/powers?q=a&b=/c")
    for choice in CHOICES:
        address = f"/look/{choice}?back=%2Fpowers%3Fq%3Da%26b%3D%2Fc"
        assert f'class="look-{choice}" href="{address}"' in html


def test_the_chosen_look_is_served_after_every_other_sheet() -> None:
    html = draw("{% extends 'ui/desk_base.html' %}")
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', html)
    assert sheets[-1] == "/look.css"
    assert all(re.search(r"\?v=[0-9a-f]{12}$", sheet) for sheet in sheets[:-1])


def test_the_current_menu_word_is_marked() -> None:
    html = draw("{% extends 'ui/base.html' %}", site=SITE, menu=MENU, here="/")
    assert html.count('<a href="/powers" aria-current="page">') == 2
    assert html.count('<a href="/write">') == 2
    assert "<details" not in draw("{% extends 'ui/base.html' %}", site=SITE, here="/")


def test_empty_blocks_leave_nothing_between_their_tags() -> None:
    html = draw("{% extends 'ui/base.html' %}", site=SITE, here="/")
    for part in ("head-actions", "cols-main", "cols-side"):
        assert f'<div class="{part}"></div>' in html
    desk = draw("{% extends 'ui/desk_base.html' %}")
    for part in ("desk-list", "desk-detail"):
        assert f'<div class="{part}"></div>' in desk


def test_a_page_with_errors_says_so_in_its_title() -> None:
    class WordForm(forms.Form):
        word = forms.CharField()

    page = "{% extends 'ui/base.html' %}{% block title %}Write{% endblock %}"
    assert "<title>Error: Write</title>" in draw(page, form=WordForm({}))
    assert "<title>Write</title>" in draw(page, form=WordForm())


def test_a_page_can_show_its_own_proof() -> None:
    html = draw(
        "{% extends 'ui/base.html' %}",
        site=SITE,
        here="/",
        proof=Proof("Version 3", "entered on 23 November"),
    )
    assert "entered on 23 November" in html
    assert "whoever changes one" not in html


def test_the_seal_is_for_the_eye_only() -> None:
    html = draw("{% extends 'ui/base.html' %}", site=SITE, here="/")
    assert '<span class="seal" aria-hidden="true">明<br>白</span>' in html


def test_signing_out_is_a_form_with_a_token() -> None:
    html = draw(
        "{% extends 'ui/desk_base.html' %}",
        site=SITE,
        staff=STAFF,
        csrf_token="token",
    )
    assert 'method="post" action="/sign-out"' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
