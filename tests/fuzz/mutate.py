"""Small changes to inputs, chosen by a seed: of any bytes, and of the values of a JSON document."""

from __future__ import annotations

import json
import random
from typing import Any

TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b[2J", b"\x1f\x8b", b"PK\x03\x04", "²".encode()),
    *("가".encode(), "가".encode("cp949"), b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"\r\n", b"\t"),
    *(b'"', b",", b";", b"'", b"{", b"[", b"<", b"&a;", b"<!DOCTYPE a [", b"]]>", b"<![CDATA["),
    *(b"1e309", b"-0", b"NaN", b"9" * 30, b"[" * 3000, b"9" * 5000, b"null", b"true", b"=1+1"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**53, 2**63, 10**30, 1.5, -0.0, 1e308),
    *("", " ", "0", "-", "X", "…", "1.0", "1,000", "²", "１２", "-5", "1e309", "nan", "9" * 400),
    *("\x00", "\x1b]0;t\x07", "\u202e", "가", "a" * 5000, [], {}, [[]], {"a": {}}, ["x"]),
    *(
        "2023",
        "2023-13",
        "2026-03-01_02",
        "2026-03-01_02:07:00",
        "INFO-000",
        "INFO-200",
        "ERROR-500",
    ),
    *("../x", "T1", "11", "00", "J62", "TOTAL", "ALL", "ITEM"),
)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """`data` with one to four changes."""
    for _ in range(rng.randint(1, 4)):
        changed = _json(data, rng) if rng.random() < 0.6 else None
        data = _bytes(data, rng) if changed is None else changed
    return data


def _bytes(data: bytes, rng: random.Random) -> bytes:
    start = rng.randint(0, len(data))
    end = min(len(data), start + rng.choice((0, 1, 1, 2, 8, 64)))
    match rng.randint(0, 4):
        case 0:
            middle = rng.choice(TOKENS)
        case 1:
            middle = bytes(rng.randrange(256) for _ in range(end - start))
        case 2:
            middle = data[start:end] * rng.choice((2, 3, 50))
        case 3:
            middle = b""
        case _:
            return data[:start]
    return data[:start] + middle + data[end:]


def _json(data: bytes, rng: random.Random) -> bytes | None:
    """`data` with one value, name or place of the document changed; None where it is no JSON."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    holders: list[Any] = []
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list) and value:
            holders.append(value)
            waiting += value.values() if isinstance(value, dict) else value
    if not holders:
        return None
    holder = rng.choice(holders)
    at: Any = rng.choice([*holder]) if isinstance(holder, dict) else rng.randrange(len(holder))
    match rng.randint(0, 5):
        case 0:
            del holder[at]
        case 1 if isinstance(holder, dict):
            holder[rng.choice([v for v in VALUES if isinstance(v, str)])] = holder.pop(at)
        case 1 | 2 if isinstance(holder, list):
            holder.insert(at, holder[rng.randrange(len(holder))])
        case 3:
            other = rng.choice(holders)
            holder[at] = next(iter(other.values() if isinstance(other, dict) else other))
        case _:
            holder[at] = rng.choice(VALUES)
    try:
        return json.dumps(document, ensure_ascii=rng.random() < 0.5).encode(
            "utf-8", "surrogatepass"
        )
    except (ValueError, RecursionError):
        return None
