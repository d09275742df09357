"""A small power tree with A and B, switched off piece by piece; every number is computed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity_room import ASK, room
from kolokasi.core.capacity.diversity import Lack, exceptions
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.outage import compare, loads_of, modules_too_few, rehearse
from kolokasi.core.capacity.power import Load, LoopInTree, NodeKind, PowerNode, PowerTree

PLN, GENSET, MAIN, UPS_A, UPS_B, PDU_A, PDU_B, PDU_C = range(1, 9)

NODES = (
    PowerNode(key=PLN, name="PLN", kind=NodeKind.MAINS, rating=33000),
    PowerNode(key=GENSET, name="Genset", kind=NodeKind.GENSET, rating=2400, limit=1920),
    PowerNode(
        key=MAIN, name="Panel utama", kind=NodeKind.PANEL, parent=PLN, backups=(GENSET,), rating=20000
    ),
    PowerNode(
        key=UPS_A, name="UPS A", kind=NodeKind.UPS, parent=MAIN, rating=2000, limit=1600,
        modules=2, runtime_min=15,
    ),
    PowerNode(
        key=UPS_B, name="UPS B", kind=NodeKind.UPS, parent=MAIN, rating=2000, limit=1600, runtime_min=10
    ),
    PowerNode(key=PDU_A, name="PDU A", kind=NodeKind.PDU, parent=UPS_A, rating=2000, limit=1600),
    PowerNode(key=PDU_B, name="PDU B", kind=NodeKind.PDU, parent=UPS_B, rating=2000, limit=1600),
    PowerNode(key=PDU_C, name="PDU C", kind=NodeKind.PDU, parent=UPS_A, rating=2000, limit=1600),
)  # fmt: skip
TREE = PowerTree(NODES)

HEALTH = Load(
    key=1, name="SIMRS", owner="Dinas Kesehatan", watts=1000, feeds=(PDU_A, PDU_B), supplies=2
)
TAX = Load(
    key=2, name="Pajak", owner="Badan Pendapatan", watts=401, feeds=(PDU_A, PDU_B), supplies=2
)
LAND = Load(
    key=3, name="Pertanahan", owner="Dinas Pekerjaan Umum", watts=300, feeds=(PDU_A,), supplies=1
)
ALL = (HEALTH, TAX, LAND)


def _names(loads: tuple[Load, ...]) -> list[str]:
    return [load.name for load in loads]


def test_with_nothing_off_the_sides_share() -> None:
    outage = rehearse(TREE, ALL)
    assert outage.dark == outage.on_battery == outage.overloaded == outage.one_sided == ()
    # A: 500 + 201 + 300; B: 500 + 200; above both: everything once
    assert outage.carried == {
        PDU_A: 1001, UPS_A: 1001, PDU_B: 700, UPS_B: 700, MAIN: 1701, PLN: 1701,
    }  # fmt: skip


def test_a_pdu_off_leaves_the_other_side_with_everything() -> None:
    outage = rehearse(TREE, ALL, {PDU_A})
    assert _names(outage.dark) == ["Pertanahan"]
    assert outage.owners == ("Dinas Pekerjaan Umum",)
    assert _names(outage.one_sided) == ["SIMRS", "Pajak"]
    assert outage.carried[PDU_B] == 1401
    assert outage.overloaded == ()


def test_the_mains_off_and_the_genset_carries() -> None:
    outage = rehearse(TREE, ALL, {PLN})
    assert outage.dark == ()
    assert outage.carried[GENSET] == 1701
    assert PLN not in outage.carried
    assert outage.overloaded == ()


def test_mains_and_genset_off_leaves_the_batteries() -> None:
    outage = rehearse(TREE, ALL, {PLN, GENSET})
    assert outage.dark == ()
    assert [(one.load.name, one.minutes) for one in outage.on_battery] == [
        ("SIMRS", 15), ("Pajak", 15), ("Pertanahan", 15),
    ]  # fmt: skip
    assert MAIN not in outage.carried


def test_a_battery_of_which_nobody_knows_how_long() -> None:
    nodes = [replace(one, runtime_min=None) if one.key == UPS_A else one for one in NODES]
    outage = rehearse(PowerTree(nodes), ALL, {PLN, GENSET})
    assert [one.minutes for one in outage.on_battery] == [None, None, None]


def test_the_asked_server_is_one_too_many_when_a_side_fails() -> None:
    """800 W more: 1.401 + 800 = 2.201 W on PDU B and UPS B alone, past their 2.000 W. Both trip, all go dark."""
    asked = Load(
        key=-1, name="Server web", owner="Dinas Sosial", watts=800, feeds=(PDU_A, PDU_B), asked=True
    )
    rehearsed = compare(TREE, ALL, [asked], {PDU_A})
    assert _names(rehearsed.without.dark) == ["Pertanahan"]
    assert _names(rehearsed.newly_dark) == ["SIMRS", "Pajak"]
    assert [node.name for node in rehearsed.with_asked.tripped] == ["UPS B", "PDU B"]
    plain = rehearse(TREE, (*ALL, asked), {PDU_A})
    assert [(one.node.name, one.watts, one.most, one.trips) for one in plain.overloaded] == [
        ("UPS B", 2201, 2000, True), ("PDU B", 2201, 2000, True),
    ]  # fmt: skip


def test_past_the_offices_limit_is_told_and_trips_nothing() -> None:
    """300 W more on one side: 1.701 W on PDU B, past 1.600 W of the office, within 2.000 W of the breaker."""
    asked = Load(
        key=-1, name="Server", owner="Dinas Sosial", watts=300, feeds=(PDU_A, PDU_B), asked=True
    )
    rehearsed = compare(TREE, ALL, [asked], {PDU_A})
    assert [(one.node.name, one.trips) for one in rehearsed.newly_overloaded] == [
        ("UPS B", False), ("PDU B", False),
    ]  # fmt: skip
    assert rehearsed.with_asked.tripped == ()


def test_one_module_less() -> None:
    """UPS A has two modules of 1.000 W and carries 1.001 W."""
    assert [(one.node.name, one.watts, one.most) for one in modules_too_few(TREE, ALL)] == [
        ("UPS A", 1001, 1000)
    ]
    assert modules_too_few(TREE, ALL[:2]) == ()
    outage = rehearse(TREE, ALL, modules_off={UPS_A: 1}, cascade=True)
    assert [node.name for node in outage.tripped] == ["UPS A"]
    assert _names(outage.dark) == ["Pertanahan"]


def test_what_is_not_known_is_told() -> None:
    unknown = replace(LAND, watts=None)
    assert [node.name for node in rehearse(TREE, [unknown]).unsure] == [
        "PLN",
        "Panel utama",
        "UPS A",
        "PDU A",
    ]
    no_rating = PowerTree([replace(one, rating=None) if one.key == MAIN else one for one in NODES])
    assert [node.name for node in rehearse(no_rating, ALL).unsure] == ["Panel utama"]


@pytest.mark.parametrize(
    ("load", "lack", "why"),
    [
        (LAND, Lack.ONE_SUPPLY, "Hanya memiliki satu catu daya."),
        (replace(LAND, supplies=2), Lack.ONE_FEED, "Hanya tersambung ke PDU A."),
        (replace(HEALTH, feeds=(PDU_A, PDU_A)), Lack.SAME_PDU, "Semua jalurnya melalui PDU A."),
        (replace(HEALTH, feeds=(PDU_A, PDU_C)), Lack.SAME_UPS, "Semua jalurnya melalui UPS A."),
        (HEALTH, Lack.SAME_PANEL, "Semua jalurnya melalui Panel utama."),
        (replace(HEALTH, feeds=()), Lack.NO_FEED, "Jalur listriknya belum tercatat."),
    ],
)
def test_exceptions_to_a_and_b(load: Load, lack: Lack, why: str) -> None:
    (found,) = exceptions(TREE, [load])
    assert (found.lack, found.why) == (lack, why)


def test_two_ways_of_their_own_are_no_exception() -> None:
    apart = PowerTree(
        [
            PowerNode(key=PLN, name="PLN", kind=NodeKind.MAINS),
            PowerNode(key=UPS_A, name="UPS A", kind=NodeKind.UPS, parent=PLN),
            PowerNode(key=UPS_B, name="UPS B", kind=NodeKind.UPS, parent=PLN),
            PowerNode(key=PDU_A, name="PDU A", kind=NodeKind.PDU, parent=UPS_A),
            PowerNode(key=PDU_B, name="PDU B", kind=NodeKind.PDU, parent=UPS_B),
        ]
    )
    assert exceptions(apart, [HEALTH]) == ()


def test_a_loop_is_named() -> None:
    with pytest.raises(LoopInTree, match="Panel utama → UPS A → Panel utama"):
        PowerTree([replace(one, parent=UPS_A) if one.key == MAIN else one for one in NODES])


def test_the_places_of_a_verdict_become_loads() -> None:
    web, store = loads_of(judge(ASK, room()).places, "Dinas Sosial")
    assert (web.name, web.watts, web.feeds, web.asked, web.key) == (
        "Server web",
        490,
        (201, 202),
        True,
        -1,
    )
    assert store.watts == 280
