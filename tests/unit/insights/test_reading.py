"""Each figure of a report, counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from desktop.insights.period import Period, month_named
from desktop.insights.reading import read_report
from desktop.insights.report import (
    BeforeCalm,
    Calm,
    Counted,
    Leaving,
    PhraseUse,
    Promises,
    Report,
    TriggerRow,
)
from tests.unit.insights.records import Written, rung, said, step

OCTOBER = month_named("2026-10", UTC)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def report_of(written: Written, period: Period = OCTOBER, **more: tuple[str, ...]) -> Report:
    return read_report(written.connection, period, NOW, **more)


def test_an_empty_record_has_weeks_and_nothing_else(written: Written) -> None:
    report = report_of(written, phrases=("open",))
    assert (report.contacts, report.ended, report.median_s) == (0, 0, None)
    assert report.share_of("solved") is None
    assert [each.monday.day for each in report.weeks] == [28, 5, 12, 19, 26]
    assert [each.is_whole for each in report.weeks] == [False, True, True, True, False]
    assert {each.count for each in report.weeks} == {0}
    assert report.unused == ("open",)
    assert report.promises.count == 0
    assert report.calm == Calm()


def test_one_contact_still_open(written: Written) -> None:
    written.contact("2026-10-05 10:00", None, "", step("leap", "listen", "start"))
    report = report_of(written)
    assert (report.contacts, report.still_open, report.ended) == (1, 1, 0)
    assert report.outcomes == (Counted("", 1),)
    assert report.leavings == ()  # nobody knows yet where it goes
    assert report.median_s is None


def test_outcomes_by_week_and_trigger(written: Written) -> None:
    for day, outcome, trigger in (
        ("05", "solved", "billing"),
        ("11", "solved", "billing"),  # the Sunday of the same week
        ("12", "escalated", "billing"),
        ("31", "lost", ""),
    ):
        started = f"2026-10-{day} 10:00"
        written.contact(started, f"2026-10-{day} 10:10", outcome, trigger=trigger, manner="angry")
    written.contact("2026-11-01 00:00", "2026-11-01 00:10", "solved")  # not in the month
    written.contact("2026-09-30 23:59", "2026-10-01 00:10", "solved")
    written.contact("2026-10-07 10:00", "2026-10-07 10:10", "solved", is_deleted=True)
    report = report_of(written)
    assert report.contacts == 4
    assert report.outcomes == (Counted("solved", 2), Counted("escalated", 1), Counted("lost", 1))
    assert {week.monday.day: week.count for week in report.weeks} == {
        28: 0,
        5: 2,
        12: 1,
        19: 0,
        26: 1,
    }
    assert report.triggers == (
        TriggerRow("billing", (Counted("solved", 2), Counted("escalated", 1))),
        TriggerRow("", (Counted("lost", 1),)),
    )
    assert report.manners == (Counted("angry", 4),)
    assert report.share_of("solved") == 0.5


def test_days_are_those_where_the_agent_is(written: Written) -> None:
    written.contact("2026-09-30 23:30", "2026-09-30 23:40", "solved")  # 1 October in Berlin
    berlin = month_named("2026-10", ZoneInfo("Europe/Berlin"))
    assert report_of(written, berlin).contacts == 1
    assert report_of(written, berlin).weeks[0].count == 1
    assert report_of(written).contacts == 0


def test_the_median_leaves_out_contacts_of_unknown_length(written: Written) -> None:
    written.contact("2026-10-05 10:00", "2026-10-05 10:00", "solved")
    assert report_of(written).median_s is None
    written.contact("2026-10-05 11:00", "2026-10-05 11:10", "solved")
    written.contact("2026-10-05 12:00", "2026-10-05 12:00", "solved")
    assert (report_of(written).contacts, report_of(written).median_s) == (3, 600)


def test_the_median_leaves_out_contacts_in_which_the_clock_was_set_back(written: Written) -> None:
    for end in ("10:02", "10:10", "10:20"):
        written.contact("2026-10-05 10:00", f"2026-10-05 {end}", "solved")
    written.contact("2026-10-05 10:00", "2026-10-05 09:00", "solved")
    assert report_of(written).median_s == 600


def test_causes_are_one_however_they_are_typed(written: Written) -> None:
    for words in ("Printer driver", "printer  driver.", "PRINTER DRIVER", "Printer driver", " … "):
        written.contact("2026-10-05 10:00", "2026-10-05 10:01", "solved", causes=(words,))
    written.contact("2026-10-05 10:00", "2026-10-05 10:01", "solved", causes=("x" * 5000,))
    assert report_of(written).causes == (Counted("Printer driver", 4), Counted("x" * 5000, 1))


def test_causes_written_before_there_were_kinds_are_known_by_their_names(written: Written) -> None:
    made = written.contact("2026-10-05 10:00", "2026-10-05 10:01", "solved")
    for name in ("cause", "other"):
        written.connection.execute(
            "INSERT INTO contact_values (contact_id, name, value) VALUES (?, ?, 'A tariff')",
            (made, name),
        )
    assert report_of(written).causes == ()
    assert report_of(written, cause_names=("cause",)).causes == (Counted("A tariff", 1),)


def test_where_paths_leave_a_playbook(written: Written) -> None:
    def contact(outcome: str, *events: tuple[str, dict[str, object]]) -> None:
        written.contact("2026-10-05 10:00", "2026-10-05 10:30", outcome, *events)

    start = step("leap", "listen", "start")
    contact("solved", start, step("leap", "ask"))
    contact("escalated", start, step("leap", "ask"), step("leap", "listen", "back"))
    # Into another one and back to the step it was left at: one leaving, and no second one.
    away = (start, step("boundaries", "rung-1", "enter"), step("leap", "listen"))
    contact("lost", *away, step("leap", "ask"))
    # Back out of it by hand: the same.
    contact("solved", start, step("reset", "notice", "enter"), step("leap", "listen", "back"))
    assert report_of(written).leavings == (
        Leaving(
            "leap",
            "listen",
            (Counted("> boundaries", 1), Counted("> reset", 1), Counted("escalated", 1)),
            reached=4,
        ),
        Leaving("leap", "ask", (Counted("lost", 1),), reached=3),
    )


def test_phrases_used_and_unused(written: Written) -> None:
    twice = (said("open"), said("open", 1), said("sorry", verdict="copied"))
    written.contact("2026-10-05 10:00", "2026-10-05 10:30", "solved", *twice)
    written.contact("2026-10-06 10:00", None, "", said("open"), said("close", verdict="refused"))
    report = report_of(written, phrases=("open", "close", "sorry", "close"))
    assert report.phrases == (PhraseUse("open", 3, 2), PhraseUse("sorry", 1, 1))
    assert report.unused == ("close",)


def test_what_was_said_before_they_were_calmer(written: Written) -> None:
    calmer = step("leap", "ask", branch="ready", calmer=1)
    first = (said("hear", 2), said("sorry"), said("bad", verdict="refused"), calmer)
    written.contact("2026-10-05 10:00", "2026-10-05 10:30", "solved", *first)  # after 4 minutes
    again = (said("sorry"), calmer, said("other"), calmer)
    written.contact("2026-10-05 11:00", "2026-10-05 11:30", "solved", *again)  # after 2
    written.contact("2026-10-05 12:00", "2026-10-05 12:30", "lost", said("sorry"))
    written.contact("2026-10-05 13:00", None, "", calmer)  # nothing was said: after 1
    calm = report_of(written).calm
    assert (calm.contacts, calm.median_s) == (3, 120)
    assert calm.wordings == (BeforeCalm("sorry", 0, 2, 3), BeforeCalm("other", 0, 1, 1))
    assert calm.wordings[0].is_too_few


def test_the_highest_rung_of_each_contact(written: Written) -> None:
    for rungs in ((1,), (1, 2), (1, 2, 1), ()):
        written.contact("2026-10-05 10:00", None, "", *map(rung, rungs))
    assert report_of(written).rungs == (Counted("1", 1), Counted("2", 2))


def test_promises_by_whether_they_were_kept(written: Written) -> None:
    written.promise("2026-10-05 10:00", "2026-10-05 10:00")
    written.promise("2026-10-05 10:00", "2026-10-05 10:01")
    written.promise("2026-10-05 10:00")
    written.promise("2026-11-05 10:00")  # of another month
    written.promise("2026-10-05 10:00", side="theirs")
    assert report_of(written).promises == Promises(in_time=1, late=1, overdue=1)
    november = Period(date(2026, 11, 1), date(2026, 11, 30), UTC)
    written.promise("2026-11-25 10:00")
    assert report_of(written, november).promises == Promises(overdue=1, ahead=1)


def test_words_of_a_newer_poise_are_counted_as_they_are(written: Written) -> None:
    written.contact(
        "2026-10-05 10:00",
        "2026-10-05 10:05",
        "merged",
        ("teleported", {"to": "Mars"}),
        trigger="moon-phase",
        manner="musical",
    )
    report = report_of(written)
    assert report.outcomes == (Counted("merged", 1),)
    assert report.triggers[0].trigger == "moon-phase"
    assert report.manners == (Counted("musical", 1),)


def test_contacts_are_counted_from_a_record_while_it_is_read_in_bits(written: Written) -> None:
    for day in range(1, 32):
        written.contact(f"2026-10-{day:02} 23:59", f"2026-10-{day:02} 23:59", "solved")
    report = report_of(written)
    assert report.contacts == 31
    assert sum(week.count for week in report.weeks) == 31
