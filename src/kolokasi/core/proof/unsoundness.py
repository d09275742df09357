"""What can be wrong with the flow of a procedure, and how it is told: with a way that leads to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kolokasi.core.flow import FlowFault, Marking
from kolokasi.core.procedure import Procedure
from kolokasi.core.proof.state_graph import Move, StateGraph
from kolokasi.core.proof.wording import listed, name_of, names_of, tell_services, tell_way

# What can be wrong, as codes.
IMPROPER = "berakhir-tersisa"
UNSAFE = "terbuka-ganda"
DEADLOCK = "buntu"
JOIN_WAITS = "gabung-tak-lengkap"
LOST = "tanpa-kelanjutan"
LIVELOCK = "tak-pernah-selesai"
SKIP_LOOP = "lewat-berputar"
SKIP_DEAD = "lewat-buntu"
DEAD_STEP = "kegiatan-mati"
DEAD_WAY = "keputusan-mati"
TOO_LARGE = "ruang-keadaan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsoundness:
    """One way in which a procedure is not sound. ``way`` is the witness: step keys and outcome keys."""

    code: str
    step: str
    sentence: str
    way: tuple[tuple[str, str], ...] = ()
    services: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Words the faults of one graph; ``apart`` names its services, where others do not have the fault."""

    graph: StateGraph

    def broken(self, fault: FlowFault, way: tuple[Move, ...], apart: bool) -> Unsoundness:
        return self._fault(fault.code, fault.step, way, self._what_broke(fault, way), apart)

    def stuck(self, state: Marking, apart: bool) -> Unsoundness:
        way = self.graph.way_to(state)
        procedure = self.graph.procedure
        if state.open:
            names = names_of(procedure, _in_order(procedure, state.open))
            step = _in_order(procedure, state.open)[0]
            return self._fault(
                DEADLOCK,
                step,
                way,
                f"Jalan buntu: kegiatan {names} terbuka, tetapi {self._why_closed(state, step)}",
                apart,
            )
        if state.arrived:
            join = _in_order(procedure, {one for one, _ in state.arrived})[0]
            there = {source for target, source in state.arrived if target == join}
            missing = [one for one in procedure.steps[join].joins if one not in there]
            return self._fault(
                JOIN_WAITS,
                join,
                way,
                f"Kegiatan {name_of(procedure.steps[join])} menunggu kegiatan "
                f"{names_of(procedure, missing)} yang tidak akan pernah sampai ke sana",
                apart,
            )
        last = way[-1].step.key if way else procedure.start
        return self._fault(
            LOST,
            last,
            way,
            f"Setelah kegiatan {name_of(procedure.steps[last])} tidak ada kegiatan lain dan "
            "proses tidak berakhir",
            apart,
        )

    def endless(self, state: Marking, apart: bool) -> Unsoundness:
        procedure = self.graph.procedure
        keys = _in_order(procedure, state.open)
        return self._fault(
            LIVELOCK,
            keys[0],
            self.graph.way_to(state),
            f"Proses tidak pernah dapat berakhir sejak kegiatan {names_of(procedure, keys)} terbuka: "
            "selalu ada yang dikerjakan, tetapi tidak ada jalan ke akhir",
            apart,
        )

    def too_large(self, limit: int, apart: bool) -> Unsoundness:
        del apart  # it is no matter of services
        return self._fault(
            TOO_LARGE,
            self.graph.procedure.start,
            (),
            f"SOP ini punya lebih dari {limit} keadaan, sehingga tidak dapat dibuktikan selalu selesai; "
            "kurangi kegiatan yang berjalan bersamaan",
            apart=False,
        )

    def too_many_choices(self, apart: bool) -> Unsoundness:
        del apart
        return self._fault(
            TOO_LARGE,
            self.graph.procedure.start,
            (),
            "Layanan pada SOP ini dapat digabung dengan terlalu banyak cara yang berbeda jalannya, sehingga "
            "tidak dapat dibuktikan selalu selesai; pecah menjadi beberapa SOP",
            apart=False,
        )

    def _why_closed(self, state: Marking, key: str) -> str:
        ways = self.graph.procedure.steps[key].outcomes
        spent = [
            way.label or way.key
            for way in ways
            if way.at_most is not None and state.count(key, way.key) >= way.at_most
        ]
        if spent:
            return f"keputusan {listed([f'“{one}”' for one in spent])} sudah habis dipakai"
        return "tidak satu pun keputusannya dapat dipilih" if ways else "tidak punya jalan keluar"

    def _what_broke(self, fault: FlowFault, way: tuple[Move, ...]) -> str:
        procedure = self.graph.procedure
        name = name_of(procedure.steps[fault.step])
        if fault.code == IMPROPER and way and fault.step == way[-1].step.key:
            left = way[-1].source.open - {fault.step, *way[-1].outcome.cancels}
            names = names_of(procedure, _in_order(procedure, left))
            return f"Proses berakhir di kegiatan {name} padahal kegiatan {names} masih terbuka"
        if fault.code == UNSAFE:
            return f"Kegiatan {name} dibuka lagi selagi masih terbuka"
        return str(fault).removesuffix(".")

    def _fault(
        self, code: str, step: str, way: tuple[Move, ...], what: str, apart: bool
    ) -> Unsoundness:
        procedure = self.graph.procedure
        where = f" Jalannya: {tell_way(way)}." if way else ""
        for_whom = f" {tell_services(procedure, self.graph.services)}" if apart else ""
        return Unsoundness(
            code=code,
            step=step,
            sentence=f"{what}{for_whom}.{where}",
            way=tuple((move.step.key, move.outcome.key) for move in way),
            services=self.graph.services,
        )


def _in_order(procedure: Procedure, keys: Iterable[str]) -> list[str]:
    wanted = set(keys)
    return [key for key in procedure.steps if key in wanted]
