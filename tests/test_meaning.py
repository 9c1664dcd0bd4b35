"""The meaning by example: what must follow from a small agreement and a few lines, and what must not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from foedus import desk
from foedus.desk import Question
from foedus.model.ledger import Entry, Ledger
from foedus.model.moments import text
from tests.strategies import on, written

FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
RECORD = """agreement pact
    between GBR and SUN
    signed  1939-07-25
"""
HELP = """
clause help
    when third state A attacks party P
    every other party must assist P against A
    within 3 days
    until A makes peace with P
"""
TALK = """
clause talk
    when third state A attacks party P
    every other party must consult with P about A
    within 3 days
"""
KNOWN = """
clause help
    when  third state A attacks party P
    where A is a threat to P
    every other party must assist P against A
    within 3 days
    until A makes peace with P
"""
STATE = """
clause help
    while third state A is at war with party P
    every other party must assist P against A
    within 3 days
"""
ASKED = """
clause help
    when party P requests help of party Q against A
    Q must assist P against A
    within 3 days
"""
Runs = Callable[..., Ledger]


@pytest.fixture
def run(tmp_path: Path) -> Runs:
    """Run clauses (or the flagship, where none are given) on lines."""

    def ledger(clauses: str, *lines: str, as_of: str = "1945-12-31", known_at: str = "", weight: str = "all") -> Ledger:
        (tmp_path / "agreement.md").write_text(f"# Pact\n\n```foedus\n{RECORD}{clauses}\n```\n", encoding="utf-8")
        (tmp_path / "lines.journal").write_text(written(lines), encoding="utf-8")
        where, known = tmp_path if clauses else FLAGSHIP, on(known_at) if known_at else None
        outcome = desk.run(Question((where,), (tmp_path / "lines.journal",), "public", on(as_of), known, weight))
        assert [finding for finding in outcome.findings if finding.is_error] == []
        assert outcome.ledger is not None
        return outcome.ledger

    return ledger


def told(ledger: Ledger) -> list[str]:
    """Each entry in few words: clause, bearer, status and the day from which that stands."""
    return [f"{each.clause} {each.bearer} {each.status} {text(each.since)}" for each in ledger.entries]


def one(ledger: Ledger) -> Entry:
    (entry,) = ledger.entries
    return entry


# Ties: a moment is a set


def test_peace_and_a_new_attack_on_one_day_release_the_old_duty_and_open_a_new_one(run: Runs) -> None:
    attack, peace, again = (
        "1941-06-22 DEU attacks SUN",
        "1941-06-24 SUN makes peace with DEU",
        "1941-06-24 DEU attacks SUN",
    )
    wanted = ["help GBR released 1941-06-24", "help GBR open 1941-06-24"]
    assert told(run(HELP, attack, peace, again, as_of="1941-06-25")) == wanted
    assert told(run(HELP, again, peace, attack, as_of="1941-06-25")) == wanted


def test_an_attack_ended_on_its_own_day_leaves_no_duty_open(run: Runs) -> None:
    lines = ("1941-06-22 SUN makes peace with DEU", "1941-06-22 DEU attacks SUN")
    assert told(run(HELP, *lines)) == ["help GBR released 1941-06-22"]


def test_an_hour_is_before_the_end_of_its_day(run: Runs) -> None:
    morning, evening = "1941-06-22T03:15Z DEU attacks SUN", "1941-06-22 SUN makes peace with DEU"
    assert told(run(HELP, morning, evening)) == ["help GBR released 1941-06-22"]
    morning, evening = "1941-06-22T03:15Z SUN makes peace with DEU", "1941-06-22 DEU attacks SUN"
    assert told(run(HELP, morning, evening, as_of="1941-06-22")) == ["help GBR open 1941-06-22"]


def test_two_who_attack_each_other_on_one_day_are_both_aggressors(run: Runs) -> None:
    clause = HELP.replace("    every other", "    unless P is the aggressor against A\n    every other")
    lines = ("1941-06-22 DEU attacks SUN", "1941-06-22 SUN attacks DEU")
    assert told(run(clause, *lines)) == told(run(clause, *reversed(lines))) == []
    assert told(run(clause, lines[0], as_of="1941-06-22")) == ["help GBR open 1941-06-22"]


def test_several_acts_of_one_moment_break_a_ban_once(run: Runs) -> None:
    ban = "\nclause no-help\n    no party may assist third state X\n"
    lines = ("1941-06-22 GBR assists DEU against FIN", "1941-06-22 GBR assists DEU")
    entry = one(run(ban, *lines))
    assert (entry.id, entry.status) == ("no-help.GBR.SUN.1941-06-22.DEU", "breached")
    assert entry.cause == ("1941-06-22.GBR.assists.DEU", "1941-06-22.GBR.assists.DEU.against.FIN")
    assert len(run(ban, *lines, "1941-06-23 GBR assists DEU").entries) == 2


# Duplicates


def test_a_line_given_twice_and_a_peace_told_by_both_sides_are_one_event(run: Runs) -> None:
    ban = "\nclause together\n    no party may make peace with DEU\n"
    lines = ("1941-06-22 GBR makes peace with DEU", "1941-06-22 DEU makes peace with GBR ; source: Berlin")
    once, more = run(ban, lines[0]), run(ban, *lines, *lines)
    assert told(more) == ["together GBR breached 1941-06-22"]
    assert more.entries == once.entries


# A role that is left out


def test_a_trigger_that_leaves_a_role_out_leaves_the_duty_undetermined(run: Runs) -> None:
    clause = HELP.replace("attacks party P", "attacks party P in Europe")
    undetermined = one(run(clause, "1941-06-22 DEU attacks SUN"))
    assert undetermined.status == "undetermined"
    assert undetermined.missing == ("whether DEU attacks SUN in Europe",)
    assert told(run(clause, "1941-06-22 DEU attacks SUN in Europe", as_of="1941-06-22")) == ["help GBR open 1941-06-22"]
    assert told(run(clause, "1941-06-22 DEU attacks SUN in Asia")) == []


def test_a_letter_that_the_trigger_leaves_unsaid_is_met_by_any_value(run: Runs) -> None:
    lines = ("1941-06-22 SUN requests help of GBR", "1941-06-23 GBR assists SUN against ITA")
    assert told(run(ASKED, *lines)) == ["help GBR performed 1941-06-23"]
    assert told(run(ASKED, lines[0])) == ["help GBR breached 1941-06-26"]
    asked = (lines[0] + " against DEU", lines[1])
    assert told(run(ASKED, *asked)) == ["help GBR breached 1941-06-26"]


def test_of_one_moment_the_certain_trigger_opens_and_the_uncertain_joins(run: Runs) -> None:
    clause = HELP.replace("attacks party P", "attacks party P in Europe")
    entry = one(run(clause, "1941-06-22 DEU attacks SUN", "1941-06-22 DEU attacks SUN in Europe", as_of="1941-06-22"))
    assert (entry.status, entry.missing) == ("open", ())
    assert len(entry.cause) == 2


def test_help_against_nobody_in_particular_performs_nothing_and_excludes_a_breach(run: Runs) -> None:
    """A possible performance: the duty is open until its due, and undetermined after it."""
    lines = ("1941-06-22 DEU attacks SUN", "1941-06-24 GBR assists SUN")
    assert one(run(HELP, *lines, as_of="1941-06-25")).status == "open"
    entry = one(run(HELP, *lines))
    assert (entry.status, entry.breached, entry.closed) == ("undetermined", None, None)
    assert entry.missing == ("whether 1941-06-24.GBR.assists.SUN was to assist SUN against DEU",)
    assert one(run(HELP, *lines, "1941-06-25 GBR assists SUN against DEU")).missing == ()
    assert told(run(HELP, *lines, "1941-06-25 GBR assists SUN against ITA")) == ["help GBR undetermined 1941-06-22"]


def test_help_that_says_too_little_after_the_due_undoes_no_breach(run: Runs) -> None:
    entry = one(run(HELP, "1941-06-22 DEU attacks SUN", "1941-06-26 GBR assists SUN"))
    assert (entry.status, text(entry.since), entry.missing) == ("breached", "1941-06-26", ())


def test_help_in_the_very_moment_that_says_too_little_is_possible_too(run: Runs) -> None:
    assert one(run(HELP, "1941-06-22 DEU attacks SUN", "1941-06-22 GBR assists SUN")).status == "undetermined"


# Episodes


def test_triggers_join_while_the_episode_lasts(run: Runs) -> None:
    lines = ("1941-06-22 DEU attacks SUN", "1941-06-23 GBR assists SUN against DEU", "1941-07-01 DEU attacks SUN")
    entry = one(run(HELP, *lines))
    assert (entry.status, entry.cause) == ("performed", ("1941-06-22.DEU.attacks.SUN", "1941-07-01.DEU.attacks.SUN"))
    assert len(run(HELP, *lines, "1941-06-30 SUN makes peace with DEU").entries) == 2


def test_without_until_a_trigger_joins_within_the_deadline_of_the_one_before(run: Runs) -> None:
    days = ("01", "04", "07", "11")
    assert told(run(TALK, *(f"1941-06-{day} DEU attacks SUN" for day in days), as_of="1941-06-11")) == [
        "talk GBR breached 1941-06-05",
        "talk GBR open 1941-06-11",
    ]


def test_a_trigger_in_the_moment_of_the_performance_joins_and_the_next_does_not(run: Runs) -> None:
    talk = ("1941-06-01 DEU attacks SUN", "1941-06-02 GBR consults with SUN about DEU", "1941-06-02 DEU attacks SUN")
    assert told(run(TALK, *talk)) == ["talk GBR performed 1941-06-02"]
    assert told(run(TALK, *talk, "1941-06-03 DEU attacks SUN", as_of="1941-06-03")) == [
        "talk GBR performed 1941-06-02",
        "talk GBR open 1941-06-03",
    ]


def test_a_certain_trigger_joins_no_undetermined_entry(run: Runs) -> None:
    lines = ("1941-06-01 DEU attacks SUN", "1941-06-02 DEU is a threat to SUN", "1941-06-03 DEU attacks SUN")
    assert told(run(KNOWN, *lines)) == ["help GBR undetermined 1941-06-01", "help GBR breached 1941-06-07"]


def test_an_uncertain_trigger_joins_the_undetermined_entry_that_lasts(run: Runs) -> None:
    """The first talk is over; two attacks that one party alone reports make one undetermined entry, not two."""
    both, alone = " ; reported-by: GBR and SUN", " ; reported-by: SUN"
    lines = [f"1941-06-01 DEU attacks SUN{both}", f"1941-06-02 GBR consults with SUN about DEU{both}"]
    lines += [f"1941-07-01 DEU attacks SUN{alone}", f"1941-07-02 DEU attacks SUN{alone}"]
    ledger = run(TALK, *lines, weight="accepted")
    assert told(ledger) == ["talk GBR performed 1941-06-02", "talk GBR undetermined 1941-07-01"]
    assert len(ledger.entries[1].cause) == len(ledger.entries[1].missing) == 2


# Spans and the window in which the agreement is in force


def test_a_war_from_before_the_signature_binds_after_it(run: Runs) -> None:
    war = "1939-07-01 DEU attacks SUN"
    assert told(run("", war, "1939-08-01 GBR makes peace with DEU")) == ["peace-together GBR breached 1939-08-01"]
    assert told(run("", war, "1939-07-02 GBR makes peace with DEU")) == []
    assert told(run("", war, "1939-07-02 SUN makes peace with DEU", "1939-08-01 GBR makes peace with DEU")) == []


def test_a_war_from_before_opens_a_duty_of_state_on_signature(run: Runs) -> None:
    war = "1939-07-01 DEU attacks SUN"
    assert told(run(STATE, war, as_of="1939-07-24")) == []
    entry = one(run(STATE, war, "1939-07-25 ITA attacks TUR", as_of="1939-07-28"))
    assert (entry.status, text(entry.opened), entry.cause) == ("open", "1939-07-25", ())
    assert told(run(STATE, war, "1939-07-27 SUN makes peace with DEU")) == ["help GBR released 1939-07-27"]


def test_a_duty_of_state_names_the_acts_behind_it_and_no_other_of_the_moment(run: Runs) -> None:
    lines = ("1941-06-22 DEU attacks FIN", "1941-06-22 DEU attacks SUN")
    peace = ("1941-06-24 SUN makes peace with DEU", "1941-06-24 DEU attacks ITA")
    entry = one(run(STATE, *lines, *peace))
    assert (entry.cause, entry.closing) == (("1941-06-22.DEU.attacks.SUN",), ("1941-06-24.DEU.makes.peace.with.SUN",))


# States that are computed from others

MINES = """
fact state P has news of mine M in place Z
    where P has laid mine M in Z
          reading which is "every mine"
fact state P has laid mine M in place Z
    from  P lays M in Z
    until P sweeps M
event state P tells state Q of mine M
    addressee Q
clause told
    while party P has news of mine M in Z
    P must tell every other party of M
    within 1 day
reading which = "every mine" or "no mine"
"""
CROWD = """
event state P sends person N to state Q
fact person N is an envoy of state P in state Q
    from P sends N to Q
fact state P is crowding state Q
    where number of people N such that N is an envoy of P in Q is more than agreed
clause few
    no party may be crowding another party
reading agreed = 1 or 2
"""
TRADE = """
event state P shuts out goods G of state Q
event state P licenses goods G of state Q
fact state P is hindering goods G of state Q
    from P shuts out G of Q
    from P licenses G of Q
fact state P is licensing goods G of state Q
    from  P licenses G of Q
    until P shuts out G of Q
clause free-trade
    no party P may be hindering goods G of another party Q
    within 30 days
    unless P is licensing G of Q
"""


def test_a_duty_while_a_computed_state_lasts_opens_and_ends_with_what_computes_it(run: Runs) -> None:
    lays = "1939-08-01 GBR lays mine One in place Downs"
    assert told(run(MINES, lays, as_of="1939-08-01")) == ["told GBR open 1939-08-01"]
    assert told(run(MINES, lays, "1939-08-02 GBR tells SUN of mine One")) == ["told GBR performed 1939-08-02"]
    assert told(run(MINES, lays, "1939-08-02 GBR sweeps mine One")) == ["told GBR released 1939-08-02"]
    assert told(run(MINES, "1939-08-01 DEU lays mine One in place Downs")) == []


def test_a_ban_on_a_computed_state_is_broken_by_what_computes_it(run: Runs) -> None:
    one, two = "1939-08-01 GBR sends Hodgson to SUN", "1939-08-02 GBR sends Peters to SUN"
    assert told(run(CROWD, one, "1939-08-02 GBR sends Peters to FRA")) == []
    ledger = run(CROWD, one, two)
    assert told(ledger) == ["few GBR breached 1939-08-02"]
    assert ("agreed", "1") in ledger.entries[0].readings


def test_time_to_end_a_banned_state_is_for_what_the_ban_found_whatever_excepted_it_since(run: Runs) -> None:
    found = "1939-07-01 GBR shuts out Tin of SUN"
    assert told(run(TRADE, found, as_of="1939-08-24")) == ["free-trade GBR open 1939-07-25"]
    licensed = "1939-09-01 GBR licenses Tin of SUN"
    assert told(run(TRADE, licensed)) == []
    shut = "1939-09-05 GBR shuts out Tin of SUN"
    assert told(run(TRADE, licensed, shut, as_of="1939-09-05")) == ["free-trade GBR breached 1939-09-05"]


# Deadlines


@pytest.mark.parametrize(
    ("length", "attack", "last", "after"),
    [
        ("3 days", "1941-06-22", "1941-06-25T23:59:59Z", "1941-06-26T00:00Z"),
        ("3 days", "1941-06-22T03:15Z", "1941-06-25", "1941-06-26"),
        ("1 month", "1941-01-31", "1941-02-28", "1941-03-01"),
        ("1 month", "1940-01-31", "1940-02-29", "1940-03-01"),
        ("1 year", "1940-02-29", "1941-02-28", "1941-03-01"),
        ("1 year", "1940-02-28", "1941-02-28", "1941-03-01"),
        ("24 hours", "1941-06-22T03:15Z", "1941-06-23T03:15Z", "1941-06-23T03:15:01Z"),
        ("24 hours", "1941-06-22", "1941-06-23", "1941-06-24T00:00Z"),
        ("25 hours", "1941-06-22", "1941-06-24", "1941-06-25T00:00Z"),
    ],
)
def test_the_last_moment_is_in_time_and_the_next_is_late(
    length: str, attack: str, last: str, after: str, run: Runs
) -> None:
    clause, trigger = HELP.replace("3 days", length), f"{attack} DEU attacks SUN"
    assert one(run(clause, trigger, f"{last} GBR assists SUN against DEU")).status == "performed"
    assert one(run(clause, trigger, f"{after} GBR assists SUN against DEU")).status == "late"
    assert one(run(clause, trigger, as_of=last)).status == "open"
    assert one(run(clause, trigger, as_of=after)).status == "breached"


def test_a_duty_can_be_performed_in_the_very_moment_of_its_trigger_and_not_before(run: Runs) -> None:
    help_, attack = "1941-06-22 GBR assists SUN against DEU", "1941-06-22 DEU attacks SUN"
    assert told(run(HELP, help_, attack)) == ["help GBR performed 1941-06-22"]
    assert told(run(HELP, help_.replace("22", "22T12:00Z"), attack)) == ["help GBR breached 1941-06-26"]


# What is not known


def test_an_undetermined_duty_that_is_performed_late_is_performed_and_keeps_what_is_missing(run: Runs) -> None:
    attack, late = "1941-06-22 DEU attacks SUN", "1941-07-12 GBR assists SUN against DEU"
    entry = one(run(KNOWN, attack, late))
    assert (entry.status, entry.breached, entry.missing) == ("performed", None, ("whether DEU is a threat to SUN",))
    certain = one(run(KNOWN, "1941-06-21 DEU is a threat to SUN", attack, late))
    assert (certain.status, certain.missing) == ("late", ())
    assert one(run(KNOWN, attack, as_of="1941-07-01")).status == "undetermined"


def test_a_certain_duty_that_was_perhaps_performed_in_time_is_not_called_late(run: Runs) -> None:
    lines = ("1941-06-22 DEU attacks SUN", "1941-06-23 GBR assists SUN", "1941-07-12 GBR assists SUN against DEU")
    entry = one(run(HELP, *lines))
    assert (entry.status, entry.breached, text(entry.closed or 0)) == ("performed", None, "1941-07-12")
    assert entry.missing == ("whether 1941-06-23.GBR.assists.SUN was to assist SUN against DEU",)


def test_according_to_what_both_accept_a_lone_report_is_undetermined(run: Runs) -> None:
    alone, both = (
        "1941-06-22 DEU attacks SUN ; reported-by: SUN",
        "1941-06-22 DEU attacks SUN ; reported-by: SUN, accepted-by: GBR",
    )
    entry = one(run(HELP, alone, weight="accepted"))
    assert (entry.status, entry.missing) == ("undetermined", ("whether 1941-06-22.DEU.attacks.SUN happened",))
    assert told(run(HELP, both, weight="accepted")) == ["help GBR breached 1941-06-26"]
    assert told(run(HELP, alone, weight="GBR")) == []
    assert told(run(HELP, alone, weight="SUN")) == ["help GBR breached 1941-06-26"]
    assert told(run(HELP, "1941-06-22 DEU attacks SUN ; reported-by: FIN", weight="accepted")) == []


def test_an_uncertain_cause_leaves_a_certain_entry_certain(run: Runs) -> None:
    both, alone = " ; reported-by: GBR and SUN", " ; reported-by: SUN"
    entry = one(run(HELP, f"1941-06-22 DEU attacks SUN{both}", f"1941-06-23 DEU attacks SUN{alone}", weight="accepted"))
    assert (entry.status, entry.missing, len(entry.cause)) == ("breached", (), 2)


def test_a_peace_that_one_party_denies_leaves_the_duty_undetermined(run: Runs) -> None:
    both, alone = " ; reported-by: GBR and SUN", " ; reported-by: SUN"
    attack = f"1941-06-22 DEU attacks SUN{both}"
    entry = one(run(HELP, attack, f"1941-06-24 SUN makes peace with DEU{alone}", weight="accepted"))
    assert (entry.status, entry.missing) == (
        "undetermined",
        ("whether 1941-06-24.DEU.makes.peace.with.SUN happened",),
    )
    too_late = one(run(HELP, attack, f"1941-06-27 SUN makes peace with DEU{alone}", weight="accepted"))
    assert (too_late.status, too_late.missing) == ("breached", ())


def test_a_peace_that_ended_what_was_perhaps_a_duty_perhaps_ended_the_new_one(run: Runs) -> None:
    """If the first attack was made, the peace ends that war the second begins another; if not, it ends that one."""
    both, alone = " ; reported-by: GBR and SUN", " ; reported-by: SUN"
    first, peace = "1941-06-21 DEU attacks SUN", f"1941-06-22 SUN makes peace with DEU{both}"
    second = f"1941-06-22 DEU attacks SUN{both}"
    assert told(run(HELP, f"{first}{alone}", second, peace, weight="accepted")) == [
        "help GBR released 1941-06-22",
        "help GBR undetermined 1941-06-22",
    ]
    assert told(run(HELP, f"{first}{both}", second, peace, weight="accepted")) == [
        "help GBR released 1941-06-22",
        "help GBR breached 1941-06-26",
    ]
    assert told(run(HELP, second, peace, weight="accepted")) == ["help GBR released 1941-06-22"]


def test_a_while_that_perhaps_ended_leaves_the_duty_undetermined(run: Runs) -> None:
    both, alone = " ; reported-by: GBR and SUN", " ; reported-by: SUN"
    lines = (f"1941-06-22 DEU attacks SUN{both}", f"1941-06-24 SUN makes peace with DEU{alone}")
    entry = one(run(STATE, *lines, weight="accepted"))
    assert (entry.status, entry.missing) == ("undetermined", ("whether DEU is at war with SUN",))
    assert one(run(STATE, *lines, weight="accepted", as_of="1941-06-25")).status == "open"
    assert told(run(STATE, *lines, weight="SUN")) == ["help GBR released 1941-06-24"]


def test_a_perhaps_deemed_attack_says_what_would_have_to_be_known(run: Runs) -> None:
    clause = HELP + "\nevent A attacks P\n    when A threatens P\n    where A is a threat to P\n"
    entry = one(run(clause, "1941-06-22 DEU threatens SUN"))
    assert (entry.status, entry.missing) == ("undetermined", ("whether DEU is a threat to SUN",))
    assert told(run(clause, "1941-06-21 DEU is not a threat to SUN", "1941-06-22 DEU threatens SUN")) == []


def test_a_certain_deeming_counts_beside_a_lone_report_of_the_same_attack(run: Runs) -> None:
    clause = HELP + "\nevent A attacks P\n    when A threatens P\n"
    lines = ("1941-06-22 DEU attacks SUN ; reported-by: SUN", "1941-06-22 DEU threatens SUN ; reported-by: GBR and SUN")
    assert told(run(clause, *lines, weight="accepted")) == ["help GBR breached 1941-06-26"]
    assert told(run(clause, lines[0], weight="accepted")) == ["help GBR undetermined 1941-06-22"]


def test_a_perhaps_older_duty_makes_no_breach_of_a_newer_one(run: Runs) -> None:
    """If the first attack happened, the help performed the duty that the second only joins."""
    both, alone = " ; reported-by: GBR and SUN", " ; reported-by: SUN"
    attacks = (f"1941-06-22 DEU attacks SUN{alone}", f"1941-07-01 DEU attacks SUN{both}")
    helped = f"1941-06-23 GBR assists SUN against DEU{both}"
    ledger = run(HELP, *attacks, helped, weight="accepted")
    assert told(ledger) == ["help GBR performed 1941-06-23", "help GBR undetermined 1941-07-01"]
    assert all(entry.missing for entry in ledger.entries)
    assert told(run(HELP, *attacks, weight="accepted"))[1] == "help GBR breached 1941-07-05"


def test_a_lone_report_of_peace_beside_a_new_attack_leaves_the_war_certain(run: Runs) -> None:
    both, alone = " ; reported-by: GBR and SUN", " ; reported-by: SUN"
    peace = (f"1941-06-24 SUN makes peace with DEU{alone}", f"1941-06-25 GBR makes peace with DEU{both}")
    ban = "\nclause together\n    no party may make peace with DEU\n    while another party is at war with DEU\n"
    war = f"1941-06-22 DEU attacks SUN{both}"
    again = f"1941-06-24 DEU attacks SUN{both}"
    assert told(run(ban, war, again, *peace, weight="accepted"))[-1] == "together GBR breached 1941-06-25"
    assert told(run(ban, war, *peace, weight="accepted"))[-1] == "together GBR undetermined 1941-06-25"


# Corrections


def test_a_withdrawal_counts_from_the_day_it_is_recorded(run: Runs) -> None:
    lines = ("1941-06-22 DEU attacks SUN ; id: r1", "1941-06-22 DEU attacks SUN ; recorded: 1941-07-01, withdraws: r1")
    assert told(run(HELP, *lines)) == []
    assert told(run(HELP, *lines, known_at="1941-06-30")) == ["help GBR breached 1941-06-26"]
    assert told(run(HELP, *lines, known_at="1941-07-01")) == []


def test_a_correction_says_what_happened_instead(run: Runs) -> None:
    lines = ("1941-06-22 DEU attacks SUN ; id: r1", "1941-06-25 ITA attacks SUN ; recorded: 1941-07-01, corrects: r1")
    before, after = run(HELP, *lines, known_at="1941-06-30"), run(HELP, *lines)
    assert [each.id for each in before.entries] == ["help.GBR.SUN.1941-06-22.DEU"]
    assert [each.id for each in after.entries] == ["help.GBR.SUN.1941-06-25.ITA"]


def test_a_pointer_by_content_takes_back_every_report_of_the_event_on_record_by_then(run: Runs) -> None:
    """Two reports of one event, one with an id of its own; a third report that comes later stands."""
    attack = "1941-06-22 DEU attacks SUN"
    lines = (f"{attack} ; reported-by: SUN, recorded: 1941-06-23", f"{attack} ; id: r1, recorded: 1941-06-24")
    gone = f"{attack} ; recorded: 1941-07-01, withdraws: 1941-06-22.DEU.attacks.SUN"
    later = f"{attack} ; reported-by: GBR, recorded: 1941-07-10"
    assert told(run(HELP, *lines)) == told(run(HELP, *lines, gone, known_at="1941-06-30"))
    assert told(run(HELP, *lines, gone)) == []
    assert told(run(HELP, lines[0], f"{attack} ; id: r1, withdraws: r1")) == ["help GBR breached 1941-06-26"]
    again = run(HELP, *lines, gone, later)
    assert told(again) == ["help GBR breached 1941-06-26"]
    assert told(run(HELP, *lines, gone, later, known_at="1941-07-09")) == []


def test_a_correction_that_repeats_the_event_does_not_take_itself_back(run: Runs) -> None:
    attack = "1941-06-22 DEU attacks SUN"
    better = f"{attack} ; reported-by: GBR, corrects: 1941-06-22.DEU.attacks.SUN"
    lines = (f"{attack} ; reported-by: SUN", better)
    assert told(run(HELP, *lines, better)) == ["help GBR breached 1941-06-26"]
    assert told(run(HELP, *lines, weight="GBR")) == ["help GBR breached 1941-06-26"]
    assert told(run(HELP, *lines, weight="SUN")) == []


# Whom a letter that nothing fills may mean


BANNED = """
clause pacts
    no party may conclude agreement T with third state X
    {}
"""


@pytest.mark.parametrize(
    ("limit", "statuses"),
    [
        ("where T is a threat to another party", ["undetermined"]),
        ("where T is not a threat to another party", ["undetermined"]),
        ("unless T is a threat to another party", ["undetermined"]),
        ("where X is a threat to a state Y", ["undetermined"]),
        ("where another third state is in Europe", ["breached"]),
        ("where no third state is in Europe", []),
        ("where another party is in Asia", []),
    ],
)
def test_a_letter_that_nothing_fills_is_tried_with_all_whom_it_may_mean(
    run: Runs, limit: str, statuses: list[str]
) -> None:
    found = run(BANNED.format(limit), "1939-08-23 SUN concludes agreement m with DEU")
    assert [entry.status for entry in found.entries] == statuses


def test_what_is_said_for_certain_of_one_is_not_doubted_for_the_others(run: Runs) -> None:
    found = run(
        BANNED.format("where X is a threat to a state Y"),
        "1939-08-20 DEU is a threat to POL",
        "1939-08-23 SUN concludes agreement m with DEU",
    )
    assert [entry.status for entry in found.entries] == ["breached"]


def test_a_war_that_ends_and_begins_anew_in_a_moment_opens_anew(run: Runs) -> None:
    lines = ("1941-02-01 DEU attacks SUN", "1941-02-03 SUN makes peace with DEU", "1941-02-03 DEU attacks SUN")
    found = run(STATE, *lines, as_of="1941-02-04")
    assert [(text(entry.opened), entry.status) for entry in found.entries] == [
        ("1941-02-01", "released"),
        ("1941-02-03", "open"),
    ]
    assert len(run(STATE, lines[0], lines[2], as_of="1941-02-04").entries) == 1


def test_nobody_owes_itself(run: Runs) -> None:
    clause = "\nclause help\n    when third state A attacks party P\n    every party must assist P\n    within 3 days\n"
    found = run(clause, "1941-06-22 DEU attacks SUN")
    assert [(entry.bearer, entry.claimant) for entry in found.entries] == [("GBR", "SUN")]
