"""SOPs that nobody would write, made from a seed: the drawing must keep its promises for them too."""

from __future__ import annotations

import random

from hand_drawn import procedure, step, way
from kolokasi.core.procedure import End, Mode, Outcome, Procedure, Role, Step, StepKind

_LABELS = (
    "Ya", "Tidak", "Sesuai", "Tidak sesuai", "Kapasitas masih tersedia", "Ditunda", "x",
    "Kembalikan kepada pemohon untuk dilengkapi",
)  # fmt: skip


def strange(seed: int) -> Procedure:
    dice = random.Random(seed)
    lanes, count = dice.randint(1, 7), dice.randint(1, 14)
    roles = [
        Role(key=f"r{n}", label=f"Peran {n} {dice.choice(['', 'Infrastruktur'])}", applicant=n == 0)
        for n in range(lanes)
    ]
    keys = [str(n + 1) for n in range(count)]
    return procedure(
        "kota/aneh", "SOP aneh", roles, [_step(dice, n, keys, lanes) for n in range(count)]
    )


def _step(dice: random.Random, place: int, keys: list[str], lanes: int) -> Step:
    mode = dice.choice([Mode.ONE] * 6 + [Mode.RELAY, Mode.RELAY, Mode.ALL, Mode.ANY])
    hands = [
        f"r{dice.randrange(lanes)}" for _ in range(1 if mode is Mode.ONE else dice.randint(2, 4))
    ]
    if mode in (Mode.ALL, Mode.ANY):
        hands = list(dict.fromkeys(hands))
    many = dice.choice([1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5])
    return step(
        keys[place],
        "Memeriksa " + "berkas permohonan " * dice.randint(0, 9),
        " ".join(hands),
        *(_way(dice, n, place, keys) for n in range(many)),
        mode=mode,
        kind=dice.choice([StepKind.TASK] * 6 + [StepKind.DECISION, StepKind.WAIT]),
        assumed=dice.choice(["", "", "lembar diam"]),
    )


def _way(dice: random.Random, number: int, place: int, keys: list[str]) -> Outcome:
    key, label, assumption = f"w{number}", dice.choice(_LABELS), dice.choice(["", "lembar diam"])
    kind = dice.random()
    if number == 0 and place + 1 < len(keys):
        return way(key, keys[place + 1], label=label)
    if kind < 0.3:
        return way(key, label=label, end=dice.choice(list(End)), assumption=assumption)
    if kind < 0.4:
        return way(key, sorted({dice.choice(keys), dice.choice(keys)}), label=label)
    return way(key, dice.choice(keys), label=label, assumption=assumption)
