"""What is due, by whom, and how it comes into a calendar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.registry.due import all_works, calendar_rule, due_works, next_time
from corpus.registry.registry import Registry, open_registry
from reports.registry_calendar import calendar_file
from reports.registry_json import as_bytes, due_json
from reports.registry_text import due_text
from tests.registry_papers import put, text_of

BODY = """1. Ủy ban nhân dân các xã, phường trồng cây phân tán trước ngày 30/9/2026.
2. Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Sở Tài chính nghiệm thu trong quý III/2026.
3. Ủy ban nhân dân các xã, phường báo cáo kết quả trước ngày 20 hằng tháng.
4. Hạt Kiểm lâm tuần tra hằng quý."""
TODAY = date(2026, 9, 10)


@pytest.fixture
def registry(place: str) -> Iterator[Registry]:
    with open_registry(place) as opened:
        put(opened, text_of("45/KH-UBND", body=BODY))
        yield opened


def due(registry: Registry, today: date = TODAY, days: int = 30, past: int = 30) -> list[tuple[date, str, bool]]:
    with registry.database.reading() as session:
        works = due_works(session, today, days, past)
    return [(work.day, work.who[0] if work.who else "", work.rrule is not None) for work in works]


def test_dated_and_recurring_work_in_order_of_days(registry: Registry) -> None:
    assert due(registry) == [
        (date(2026, 9, 20), "Ủy ban nhân dân các xã, phường", True),
        (date(2026, 9, 29), "Ủy ban nhân dân các xã, phường", False),
        (date(2026, 9, 30), "Hạt Kiểm lâm", True),
        (date(2026, 9, 30), "Sở Nông nghiệp và Môi trường", False),
    ]


@pytest.mark.parametrize(
    ("today", "days", "past", "dated"),
    [
        (date(2026, 9, 29), 0, 0, [29]),
        (date(2026, 9, 30), 0, 0, [30]),
        (date(2026, 10, 5), 3, 6, [29, 30]),
        (date(2026, 10, 5), 3, 5, [30]),
        (date(2026, 9, 1), 27, 0, []),
        (date(2026, 9, 1), 28, 0, [29]),
    ],
)
def test_both_ends_of_the_time_count(registry: Registry, today: date, days: int, past: int, dated: list[int]) -> None:
    assert [day.day for day, _, again in due(registry, today, days, past) if not again] == dated


def test_helpers_are_not_charged(registry: Registry) -> None:
    assert all("Tài chính" not in who for _, who, _ in due(registry))


def test_what_is_replaced_binds_nobody(registry: Registry) -> None:
    body = "1. Kế hoạch này thay thế Kế hoạch số 45/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê."
    put(registry, text_of("99/KH-UBND", "Việc khác", body=body, day=(2026, 6, 1)))
    assert due(registry) == []


@pytest.mark.parametrize(
    ("rule", "start", "today", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=20", date(2026, 1, 12), date(2026, 9, 10), date(2026, 9, 20)),
        ("FREQ=MONTHLY;BYMONTHDAY=20", date(2026, 1, 12), date(2026, 9, 20), date(2026, 9, 20)),
        ("FREQ=MONTHLY", date(2026, 1, 12), date(2026, 2, 1), date(2026, 2, 28)),
        ("FREQ=MONTHLY;INTERVAL=3", date(2026, 2, 12), date(2026, 5, 1), date(2026, 6, 30)),
        ("FREQ=MONTHLY;INTERVAL=6", date(2026, 2, 12), date(2026, 7, 1), date(2026, 12, 31)),
        ("FREQ=YEARLY", date(2026, 2, 12), date(2026, 7, 1), date(2026, 12, 31)),
        ("FREQ=YEARLY;BYMONTH=10", date(2026, 2, 12), date(2026, 11, 1), date(2027, 10, 31)),
        ("FREQ=WEEKLY", date(2026, 1, 12), date(2026, 9, 10), date(2026, 9, 11)),
        ("FREQ=MONTHLY;UNTIL=20260601", date(2026, 1, 12), date(2026, 9, 10), None),
        ("FREQ=YEARLY;INTERVAL=5", date(2026, 1, 12), date(2027, 1, 1), date(2031, 12, 31)),
        ("nonsense", date(2026, 1, 12), date(2026, 9, 10), None),
        ("FREQ=MONTHLY;BYMONTHDAY=20", date(1990, 1, 1), date(2026, 9, 10), date(2026, 9, 20)),
    ],
)
def test_the_next_time_is_the_end_of_its_period(rule: str, start: date, today: date, expected: date | None) -> None:
    assert next_time(rule, start, today) == expected


@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY"]),
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
)
def test_the_next_time_is_never_past_and_never_skips_a_period(rule: str, today: date) -> None:
    found = next_time(rule, date(2000, 1, 1), today)
    assert found is not None
    assert timedelta(0) <= found - today <= timedelta(days=366)


def test_the_text_says_what_who_and_where(registry: Registry) -> None:
    with registry.database.reading() as session:
        text = due_text(due_works(session, date(2026, 10, 5), 30, 30), date(2026, 10, 5), 30, 30)
    assert "29/9/2026 (quá 6 ngày): " in text
    assert "      Ủy ban nhân dân các xã, phường\n      45/KH-UBND, 12/1/2026 – " in text
    assert "(định kỳ, còn" in text
    with registry.database.reading() as session:
        assert "(hôm nay)" in due_text(due_works(session, date(2026, 9, 29), 0, 0), date(2026, 9, 29), 0, 0)


def test_json_carries_the_question_too(registry: Registry) -> None:
    with registry.database.reading() as session:
        data = json.loads(as_bytes(due_json(due_works(session, TODAY, 30, 30), TODAY, 30, 30)))
    assert (data["today"], data["days"], data["past"]) == ("2026-09-10", 30, 30)
    assert {work["document"]["number"] for work in data["works"]} == {"45/KH-UBND"}


def test_a_deadline_outside_any_duty_brings_its_sentence(place: str) -> None:
    body = "Mục đích chung.\nPhong trào kết thúc, tổng kết trước ngày 15/12/2026."
    with open_registry(place) as registry:
        put(registry, text_of("1/KH-UBND", body=body))
        with registry.database.reading() as session:
            works = due_works(session, date(2026, 12, 1), 30, 0)
    assert all("tổng kết" in work.text for work in works)


def test_the_calendar_is_read_back_by_a_calendar(registry: Registry) -> None:
    from icalendar import Calendar

    with registry.database.reading() as session:
        works = all_works(session, date(2026, 1, 12))
        first, again = calendar_file(works), calendar_file(works)
    events = Calendar.from_ical(first).walk("VEVENT")
    rules = {event["rrule"].to_ical().decode() for event in events if "rrule" in event}
    assert any("BYMONTHDAY" in rule and "FREQ=MONTHLY" in rule for rule in rules)
    assert any("BYMONTH=3,6,9,12" in rule for rule in rules), "quarters are the calendar's"
    dated = {event["dtstart"].dt for event in events if "rrule" not in event}
    assert dated == {date(2026, 9, 29), date(2026, 9, 30)}
    assert all(event["dtend"].dt - event["dtstart"].dt == timedelta(days=1) for event in events)
    assert "[45/KH-UBND]" in str(events[0]["summary"])
    uids = [[str(event["uid"]) for event in Calendar.from_ical(data).walk("VEVENT")] for data in (first, again)]
    assert uids[0] == uids[1] and len(set(uids[0])) == len(uids[0])


def test_a_rule_with_a_day_is_left_as_it_is() -> None:
    assert calendar_rule("FREQ=MONTHLY;BYMONTHDAY=20") == "FREQ=MONTHLY;BYMONTHDAY=20"
    assert calendar_rule("FREQ=DAILY") == "FREQ=DAILY"
