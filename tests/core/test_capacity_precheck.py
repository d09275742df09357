"""Before the letter is written: yes, probably, no, or what must be filled in; and no rack by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity_room import ASK, GENSET, STORE, UPS, WEB, room
from kolokasi.core.capacity.ask import Ask
from kolokasi.core.capacity.judging import judge
from kolokasi.core.capacity.policy import Policy
from kolokasi.core.capacity.precheck import Likely, precheck
from kolokasi.core.capacity.stock import Stock


@pytest.mark.parametrize(
    ("ask", "stock", "waiting", "likely", "said"),
    [
        (ASK, room(), 0, Likely.YES, "Menurut keadaan hari ini, kapasitasnya tersedia."),
        (ASK, room(), 3, Likely.PROBABLY, "3 permohonan lain menunggu lebih dahulu."),
        (ASK, room({UPS: {"used": 11231}}), 0, Likely.PROBABLY, "sisa kapasitas tinggal sedikit: UPS"),
        (ASK, room({GENSET: {"used": 28500}}), 0, Likely.NO, "genset kurang 270 W"),
        (ASK, room({GENSET: {"used": 28500}}), 0, Likely.NO, "Yang masih muat hari ini: 1 dari 2 perangkat"),
        (ASK, room({GENSET: {"limit": None}}), 0, Likely.UNKNOWN, "Belum dapat dipastikan: genset."),
        (
            replace(ASK, devices=(replace(WEB, depth_mm=None, watts=None),)),
            room(), 0, Likely.UNKNOWN, "Isi kedalaman dan daya setiap perangkat agar dapat dihitung.",
        ),
    ],
)  # fmt: skip
def test_what_an_applicant_reads(
    ask: Ask, stock: Stock, waiting: int, likely: Likely, said: str
) -> None:
    verdict = judge(ask, stock)
    found = precheck(ask, verdict, stock.policy, waiting=waiting)
    assert found.likely is likely
    assert said in " ".join(found.sentences)
    for secret in ("A2", "PDU", "UPS 1", "Panel", "203.0.113"):
        assert secret not in " ".join(found.sentences)


def test_what_the_office_does_not_take_is_no_question_of_room() -> None:
    policy = Policy(max_depth_mm=680)
    stock = replace(room(), policy=policy)
    ask = replace(ASK, devices=(WEB, STORE))
    found = precheck(ask, judge(ask, stock), policy)
    assert found.likely is Likely.NO
    assert found.sentences[1:] == ("Server web: Kedalaman 700 mm melebihi batas 680 mm.",)


@pytest.mark.parametrize("can_wait", [True, False])
def test_waiting_is_offered_only_where_the_sop_has_a_list(can_wait: bool) -> None:
    stock = room({GENSET: {"used": 28500}})
    found = precheck(ASK, judge(ASK, stock), stock.policy, can_wait=can_wait)
    assert any("menunggu" in one for one in found.sentences) is can_wait
