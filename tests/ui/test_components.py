"""Each component draws what it is given and says states in words."""

from datetime import UTC, date, datetime

import pytest
from django import template

from mingbai.ui.page import MenuItem
from mingbai.ui.parts import Crumb, Event, Fact, NextStep, Tally
from mingbai.ui.templatetags.ui import UnknownTone
from tests.ui.draw import draw

MENU = [MenuItem("By leader", "/powers", is_current=True), MenuItem("By body", "/b")]


@pytest.mark.parametrize("component", ["tag 'late'", "notice"])
def test_a_colour_without_a_meaning_is_refused(component: str) -> None:
    end = "{% endnotice %}" if component == "notice" else ""
    with pytest.raises(UnknownTone):
        draw(f"{{% {component} tone='purple' %}}{end}")


def test_a_panel_without_a_heading_is_refused() -> None:
    with pytest.raises(template.TemplateSyntaxError):
        draw("{% panel %}text{% endpanel %}")


def test_crumbs_lead_upward() -> None:
    html = draw("{% crumbs above %}", above=[Crumb("Home", "/"), Crumb("A&B", "/ab")])
    assert html.index('href="/"') < html.index('href="/ab"')
    assert "A&amp;B" in html


@pytest.mark.parametrize("kind", ["tabs", "anchors"])
def test_the_current_word_of_a_row_is_marked_for_the_ear_too(kind: str) -> None:
    html = draw(f"{{% {kind} items 'Order' %}}", items=MENU)
    assert html.count("aria-current") == 1
    assert '<a href="/powers" aria-current="page">By leader</a>' in html
    assert 'aria-label="Order"' in html


def test_a_section_head_draws_its_link_only_with_an_address() -> None:
    assert "<a " not in draw("{% section_head 'Records' %}")
    html = draw("{% section_head 'Records' id='s2' href='/all' link='All 38' %}")
    assert '<h2 id="s2">Records</h2>' in html
    assert '<a href="/all">All 38</a>' in html


def test_a_pager_without_neighbours_draws_nothing() -> None:
    assert draw("{% pager %}").strip() == ""


def test_a_pager_draws_the_neighbour_there_is() -> None:
    html = draw("{% pager next_href='?after=9' %}")
    assert 'rel="next" href="?after=9"' in html
    assert 'rel="prev"' not in html


def test_progress_says_which_step_is_done_and_which_is_now() -> None:
    html = draw("{% progress steps 2 %}", steps=["Write", "Check", "Receipt"])
    assert html.count("Done:") == 1
    assert html.count('aria-current="step"') == 1
    assert html.index("Write") < html.index("aria-current") < html.index("Check")


@pytest.mark.parametrize("component", ["facts", "definitions"])
def test_a_fact_shows_its_note_and_where_it_leads(component: str) -> None:
    fact = Fact("Supervised by", "Commission", note="steps 4 and 8", href="/c")
    html = draw(f"{{% {component} items %}}", items=[fact])
    assert '<a href="/c">Commission</a>' in html
    assert "<small>steps 4 and 8</small>" in html


def test_a_fact_that_went_wrong_has_a_sign_beside_its_colour() -> None:
    late = Fact("Overdue", "2", is_alarm=True)
    assert '<span class="bad">! 2</span>' in draw("{% facts i %}", i=[late])
    led = Fact("Overdue", "2", href="/late", is_alarm=True)
    assert '<a class="bad" href="/late">! 2</a>' in draw("{% facts i %}", i=[led])


def test_a_verbatim_fact_keeps_its_lines() -> None:
    fact = Fact("Text", "one\ntwo", is_verbatim=True)
    assert "<bdi>one</bdi>\n<bdi>two</bdi>" in draw("{% definitions i %}", i=[fact])


def test_an_answer_can_be_changed_by_a_named_button() -> None:
    html = draw("{% definitions i %}", i=[Fact("Title", "Light", change="title")])
    assert 'name="change" value="title"' in html
    assert '<span class="away">Title</span>' in html
    assert "<button" not in draw("{% definitions i %}", i=[Fact("Title", "Light")])


def test_a_timeline_says_lateness_and_the_future_in_words_or_signs() -> None:
    events = [
        Event(datetime(2026, 11, 3, 1, 5, tzinfo=UTC), "Registered", text="a\n<b>"),
        Event(date(2026, 11, 24), "Due day passed", is_late=True),
        Event(date(2026, 12, 30), "Visit", who="Housing", is_ahead=True),
    ]
    html = draw("{% timeline events %}", events=events)
    assert (
        '<time datetime="2026-11-24"><span class="nowrap">2026年11月24日</span></time>'
        in html
    )
    assert '<time datetime="2026-11-03T01:05:00+00:00">' in html
    assert "! Due day passed" in html
    assert "Still to come:</span>Visit" in html
    assert "&lt;b&gt;" in html


def test_midnight_is_an_hour_like_any_other() -> None:
    midnight = datetime(2026, 11, 3, 0, 0)  # noqa: DTZ001  # naive: shown as it is
    html = draw("{% timeline e %}", e=[Event(midnight, "x")])
    assert "2026年11月3日</span> 00:00</time>" in html


def test_next_steps_stand_in_order() -> None:
    steps = [NextStep("At once", "a receipt"), NextStep("In 15 days", "an answer")]
    html = draw("{% next_steps steps %}", steps=steps)
    assert html.index("a receipt") < html.index("an answer")


def test_tallies_alarm_only_when_there_is_something() -> None:
    items = [
        Tally("To register", 1408, "/q", is_current=True),
        Tally("Overdue", 2, "/o", is_alarm=True),
        Tally("Returned", 0, is_alarm=True),
    ]
    html = draw("{% tallies items 'Queues' %}", items=items)
    assert "1,408" in html
    assert html.count("tone-red") == 1
    assert html.count("aria-current") == 1


def test_a_receipt_shows_number_code_and_particulars() -> None:
    html = draw(
        "{% receipt_box '26-0048213' '7K3M9-QXD2V-TAHE5-R4NJC-F' facts %}",
        facts=[Fact("Answer by", "14 December", note="15th working day")],
    )
    assert "26-0048213" in html
    assert html.count("receipt-group") == 5
    assert "14 December" in html
    assert "receipt-who" not in draw("{% receipt_box '26-1' 'A-B' %}")


def test_an_empty_list_says_so_and_leads_on() -> None:
    html = draw("{% empty 'No letters yet' text='Soon' href='/write' link='Write' %}")
    assert "No letters yet" in html
    assert '<a href="/write">Write</a>' in html
    assert "<a" not in draw("{% empty 'No letters yet' %}")


@pytest.mark.parametrize(("tone", "sign"), [("red", "! "), ("green", "✓ ")])
def test_red_and_green_carry_a_sign(tone: str, sign: str) -> None:
    assert f">{sign}word<" in draw(f"{{% tag 'word' tone='{tone}' %}}")
    notice = f"{{% notice title='word' tone='{tone}' %}}<p>x</p>{{% endnotice %}}"
    assert f">{sign}word<" in draw(notice)


@pytest.mark.parametrize(
    ("days_left", "tone"),
    [(4, "quiet"), (3, "amber"), (0, "amber"), (-1, "red")],
)
def test_a_clock_warns_three_days_ahead(days_left: int, tone: str) -> None:
    assert f"tone-{tone}" in draw("{% clock days %}", days=days_left)


def test_an_overdue_clock_says_so_in_words() -> None:
    assert "! Overdue by 2 working days" in draw("{% clock -2 %}")


def test_a_clock_shows_the_day_beside_it_when_told() -> None:
    html = draw("{% clock 2 day %}", day=date(2026, 12, 14))
    assert 'datetime="2026-12-14">2026年12月14日</time>' in html
    assert "<time" not in draw("{% clock 2 %}")


def test_a_clock_may_count_calendar_days() -> None:
    assert "2 days left" in draw("{% clock 2 unit='calendar' %}")


def test_a_short_clock_is_heard_in_full() -> None:
    html = draw("{% clock 2 short=True %}")
    assert '<span aria-hidden="true">2 days</span>' in html
    assert '<span class="away">2 working days left</span>' in html


def test_a_clock_on_an_unpublished_calendar_says_provisional() -> None:
    assert "provisional" in draw("{% clock 40 provisional=True %}")
    assert "provisional" not in draw("{% clock 40 %}")


def test_a_stopped_clock_tells_late_from_in_time() -> None:
    assert "tone-green" in draw("{% clock_stopped 15 15 %}")
    assert "tone-red" in draw("{% clock_stopped 16 15 %}")


def test_a_notice_keeps_markup_of_the_page_and_escapes_values() -> None:
    html = draw("{% notice %}<p>{{ word }}</p>{% endnotice %}", word="<i>")
    assert "<p>&lt;i&gt;</p>" in html


def test_a_panel_is_named_by_its_heading() -> None:
    html = draw("{% panel 'What next' 'next' %}<p>x</p>{% endpanel %}")
    assert 'aria-labelledby="next"' in html
    assert '<h2 id="next">What next</h2>' in html


def test_a_search_keeps_what_was_typed() -> None:
    html = draw("{% search_box '/powers' 'Search' value=typed %}", typed='"><b>')
    assert 'value="&quot;&gt;&lt;b&gt;"' in html
    assert 'for="search-q"' in html
    assert 'id="search-q"' in html
    assert "hidden" not in html


def test_a_search_sends_what_it_shall_keep() -> None:
    html = draw(
        "{% search_box '/powers' 'Search' keep=kept %}", kept=[("on", '2025"><b>')]
    )
    assert '<input type="hidden" name="on" value="2025&quot;&gt;&lt;b&gt;">' in html
