"""Parse pages of S-DoT readings into staged rows, page by page: a month has 15 million readings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.contracts.datasets import READING, SDOT_READINGS
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.foreign_text import said, shown
from orchestration.sources.provider import Batches, Tables
from orchestration.sources.seoul.response import OK, read_page
from orchestration.sources.seoul.sensor_service import SensorService

METRICS = {
    "TP": "temperature",
    "HUM": "humidity",
    "WSPD": "wind_speed",
    "WD": "wind_direction",
    "INILLU": "illuminance",
    "UV": "ultraviolet",
    "NIS": "noise",
    "VIBR_XCRD": "vibration_x",
    "VIBR_YCRD": "vibration_y",
    "VIBR_ZCRD": "vibration_z",
    "GT": "globe_temperature",
    "NTDX": "nitrogen_dioxide",
    "CBMX": "carbon_monoxide",
    "SO": "sulphur_dioxide",
    "NH3": "ammonia",
    "H2S": "hydrogen_sulphide",
    "OZON": "ozone",
}
STATISTICS = {"MIN": "value_min", "AVG": "value_avg", "MAX": "value_max"}
IDENTITY = {"MDL_NO": "model", "CGG": "district", "DONG": "dong", "RGN": "region_kind"}
COLUMNS = frozenset(
    {"SN", "MSRMT_HR", "REG_DT", *IDENTITY, *(f"{s}_{m}" for s in STATISTICS for m in METRICS)}
)
REAL_TIME = 1
_KINDS = {str, int, float, type(None)}
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[_ T](\d\d)[:-](\d\d)[:-](\d\d)(?:\.\d+)?", re.ASCII)
_NUMBER = r"^-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"
_NOT_MEASURED = r"^\**$"


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The rows of one month as batches, one per page.

    `raw_row` is the number of the row in the page. Iterating the batches raises `ArrivalRefused` for a
    page that cannot be accepted.
    """
    service = SensorService.of(declaration)
    return {declaration.dataset: Batches(SDOT_READINGS, _tables(declaration, service, snapshots))}


def _tables(
    declaration: Declaration, service: SensorService, snapshots: Sequence[Snapshot]
) -> Iterator[pa.Table]:
    for snapshot in snapshots:
        where = f"{declaration.source_id} {snapshot.manifest.file_name}"
        page = read_page(snapshot.path.read_bytes(), service.service, where)
        if page.code != OK:
            raise ArrivalRefused(
                f"the page is an error: {said(page.code)} {said(page.message)}",
                where=where,
                remedy="remove its folder below raw/ and run again",
            )
        yield stage_page(declaration.source_id, snapshot.snapshot_id, page.rows, where)


def stage_page(
    source_id: str, snapshot_id: str, rows: Sequence[dict[str, Any]], where: str
) -> pa.Table:
    """The staged rows of one page; raises `ArrivalRefused` for a column or value that is not expected."""
    _check_columns(rows, where)
    count = len(rows)
    columns = {
        "source_id": pa.repeat(source_id, count),
        "snapshot_id": pa.repeat(snapshot_id, count),
        "raw_row": pa.array(range(1, count + 1), pa.int64()),
        "measured_at": _times(rows, "MSRMT_HR", where),
        "received_at": _times(rows, "REG_DT", where),
        "sensor_id": _texts(rows, "SN"),
        "data_no": pa.repeat(pa.scalar(REAL_TIME, pa.int32()), count),
        **{ours: _texts(rows, theirs) for theirs, ours in IDENTITY.items()},
        "readings": _readings(rows, where),
    }
    return pa.table([columns[name] for name in SDOT_READINGS.names], schema=SDOT_READINGS)


def _readings(rows: Sequence[dict[str, Any]], where: str) -> pa.Array:
    """All metrics of each row: built metric by metric, then reordered by row."""
    count, many = len(rows), len(METRICS)
    by_metric = [
        pa.StructArray.from_arrays(
            [pa.repeat(metric, count), *(_numbers(rows, f"{s}_{code}", where) for s in STATISTICS)],
            fields=list(READING),
        )
        for code, metric in METRICS.items()
    ]
    by_row = np.arange(many * count).reshape(many, count).T.ravel()
    ends = pa.array(range(0, many * count + 1, many), pa.int32())
    return pa.ListArray.from_arrays(ends, pa.concat_arrays(by_metric).take(pa.array(by_row)))


def _check_columns(rows: Sequence[dict[str, Any]], where: str) -> None:
    for number, row in enumerate(rows, start=1):
        if row.keys() == COLUMNS:
            if not {type(value) for value in row.values()} <= _KINDS:
                raise _odd_value(row, f"{where} row {number}")
            continue
        complaints = [f"column {c} is missing" for c in sorted(COLUMNS - row.keys())]
        complaints += [f"column {said(c)} is new" for c in sorted(row.keys() - COLUMNS)]
        raise ArrivalRefused(
            "; ".join(complaints[:5]),
            where=f"{where} row {number}",
            remedy="compare with the service's documentation, then adapt the parser",
        )


def _odd_value(row: dict[str, Any], where: str) -> ArrivalRefused:
    name, value = next((n, v) for n, v in row.items() if type(v) not in _KINDS)
    return ArrivalRefused(
        f"{name} is {shown(value)}, neither text nor a number",
        where=f"{where} column {name}",
        remedy="the type changed: compare with the service's documentation",
    )


def _texts(rows: Sequence[dict[str, Any]], column: str) -> pa.Array:
    """The column as text, null if empty."""
    texts = (row[column] for row in rows)
    return pa.array([None if t in (None, "") else str(t) for t in texts], pa.string())


def _times(rows: Sequence[dict[str, Any]], column: str, where: str) -> pa.Array:
    times: list[datetime | None] = []
    for number, row in enumerate(rows, start=1):
        text = row[column]
        if column == "REG_DT" and text in (None, ""):
            times.append(None)
            continue
        times.append(_time(str(text), f"{where} row {number} column {column}"))
    return pa.array(times, pa.timestamp("us"))


def _time(text: str, where: str) -> datetime:
    match = _TIME.fullmatch(text)
    try:
        if match is not None:
            return datetime.fromisoformat("{}T{}:{}:{}".format(*match.groups()))
    except ValueError:
        pass  # for example 25 o'clock: refused below
    raise ArrivalRefused(
        f"{shown(text)} is not a time",
        where=where,
        remedy="accepted are 2023-11-01_23:07:00 and …_23-07-00",
    )


def _numbers(rows: Sequence[dict[str, Any]], column: str, where: str) -> pa.Array:
    texts = pa.array(
        [str(row[column] if row[column] is not None else "") for row in rows], pa.string()
    )
    texts = pc.utf8_trim_whitespace(texts)
    measured = pc.if_else(
        pc.match_substring_regex(texts, _NOT_MEASURED), pa.scalar(None, pa.string()), texts
    )
    wrong = pc.fill_null(pc.invert(pc.match_substring_regex(measured, _NUMBER)), False)
    if not pc.any(wrong).as_py():
        numbers = pc.cast(measured, pa.float64())
        wrong = pc.fill_null(pc.is_inf(numbers), False)
    if pc.any(wrong).as_py():
        number = pc.index(wrong, True).as_py()
        raise ArrivalRefused(
            f"{shown(texts[number].as_py())} is not a number",
            where=f"{where} row {number + 1} column {column}",
            remedy="the column changed its type: compare with the service's documentation",
        )
    return numbers
