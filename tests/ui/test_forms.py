"""Form controls: label, hint, error and control belong together by their ids."""

import re

from django import forms
from django.template.backends.django import DjangoTemplates

from mingbai.ui.forms import Cards, Code, RadioCards, Renderer, Telephone
from tests.ui.draw import Trap, draw

KINDS = [("ask", "Question"), ("advice", "Advice")]


class LetterForm(forms.Form):
    """A form with one of every control."""

    kind = forms.ChoiceField(
        label="Kind",
        help_text="One of these",
        choices=KINDS,
        widget=RadioCards(hints={"ask": "How is <it> done"}, in_two_columns=True),
    )
    bodies = forms.MultipleChoiceField(choices=KINDS, widget=Cards, required=False)
    body = forms.ChoiceField(choices=KINDS)
    title = forms.CharField(label="Title", help_text="In a sentence", max_length=40)
    text = forms.CharField(widget=forms.Textarea, max_length=9000)
    phone = forms.CharField(label="Telephone", widget=Telephone, required=False)
    receipt = forms.CharField(widget=Code, required=False)
    open = forms.BooleanField(label="Publish", help_text="Masked", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def html_of(form: forms.Form) -> str:
    """The form as a page draws it, refusing missing variables in field templates."""
    renderer = Renderer()
    backend = renderer.engine
    assert isinstance(backend, DjangoTemplates)
    backend.engine.string_if_invalid = Trap("trap")
    form.renderer = renderer
    return draw("{{ form }}", form=form)


def describers(html: str) -> set[str]:
    found = re.findall(r'aria-describedby="([^"]+)"', html)
    return {name for names in found for name in names.split()}


def test_every_description_and_label_points_at_something() -> None:
    html = html_of(LetterForm({"title": ""}))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert describers(html) <= set(ids)
    assert set(re.findall(r' for="([^"]+)"', html)) <= set(ids)


def test_an_error_is_tied_to_its_control_after_the_hint() -> None:
    html = html_of(LetterForm({"title": ""}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-describedby="id_kind_helptext id_kind_error"' in html
    assert 'id="id_title_error"' in html
    assert "has-error" in html


def test_a_fresh_form_shows_no_error() -> None:
    html = html_of(LetterForm())
    assert "error" not in html
    assert "aria-invalid" not in html


def test_the_browser_neither_cuts_nor_refuses() -> None:
    html = html_of(LetterForm())
    assert "maxlength" not in html
    assert " required" not in html


def test_what_was_typed_stands_again() -> None:
    html = html_of(LetterForm({"title": 'a "<b>', "text": "one\ntwo", "kind": "ask"}))
    assert 'value="a &quot;&lt;b&gt;"' in html
    assert "one\ntwo</textarea>" in html
    assert re.search(r'value="ask"[^>]* checked', html)


def test_a_field_that_may_be_empty_says_so() -> None:
    html = html_of(LetterForm())
    label = re.search(r'for="id_phone">(.*?)</label>', html, re.S)
    assert label is not None
    assert "may be left empty" in label[1]
    title = re.search(r'for="id_title">(.*?)</label>', html, re.S)
    assert title is not None
    assert "may be left empty" not in title[1]


def test_cards_are_true_radios_with_hints() -> None:
    html = html_of(LetterForm())
    assert html.count('type="radio"') == 2
    assert "<legend" in html
    assert "<small>How is &lt;it&gt; done</small>" in html
    assert "choices-two" in html
    assert html.count('type="checkbox"') == 3


def test_a_telephone_asks_for_the_keyboard_and_the_browsers_memory() -> None:
    html = html_of(LetterForm())
    phone = re.search(r'<input type="tel"[^>]*>', html)
    assert phone is not None
    assert 'autocomplete="tel"' in phone[0]
    assert 'inputmode="tel"' in phone[0]
    assert 'autocomplete="off"' in html


def test_attributes_of_the_page_win_over_ours() -> None:
    assert 'autocomplete="off"' in Telephone({"autocomplete": "off"}).render("x", "")


def test_the_summary_links_each_message_to_a_control_that_exists() -> None:
    form = LetterForm({"title": "", "phone": "x"})
    form.add_error(None, "The form is from yesterday")
    html = draw("{% error_summary form %}", form=form)
    assert "<li>The form is from yesterday</li>" in html
    assert 'href="#id_title">Title: This field is required.</a>' in html
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert {"id_kind_0", "id_title", "id_text"} <= targets
    assert targets <= set(re.findall(r' id="([^"]+)"', html_of(form)))


def test_a_hidden_fields_error_is_said_without_a_link() -> None:
    html = draw("{% error_summary form %}", form=LetterForm({"title": "t"}))
    assert "<li>This field is required.</li>" in html
    assert "id_token" not in html


def test_the_summary_takes_the_focus_and_is_announced() -> None:
    html = draw("{% error_summary form %}", form=LetterForm({}))
    assert 'role="alert"' in html
    assert 'tabindex="-1" autofocus' in html


def test_there_is_no_summary_without_errors() -> None:
    assert draw("{% error_summary form %}", form=LetterForm()).strip() == ""
