"""What a declaration says about the weekly sensor files: which header is which field.

Nothing is guessed: a header that no field claims is refused by its name. `NAME#2` is the second column
of that name.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator

from orchestration.contracts.datasets import SDOT_METRICS
from orchestration.contracts.declaration import Strict
from orchestration.errors import ArrivalRefused
from orchestration.sources.dropped_file import FileRequest

IDENTITY = (
    "measured_at",
    "received_at",
    "sensor_id",
    "model",
    "district",
    "dong",
    "region_kind",
    "data_no",
)
STATISTICS = ("min", "avg", "max")


class Statistic(Strict):
    """How a statistic is written inside the header of a metric."""

    en: str
    ko: str


class SensorFiles(FileRequest):
    """The `request` of a declaration with provider sdot_files."""

    identity: dict[str, tuple[str, ...]]
    statistics: dict[str, Statistic]
    metrics: dict[str, tuple[str, ...]] = Field(
        description="metric -> headers, with {en} or {ko} where the statistic stands"
    )
    ignored: tuple[str, ...] = ()
    time_formats: tuple[str, ...]
    not_numeric: tuple[str, ...]
    most_left_out: float

    @model_validator(mode="after")
    def _fields_are_known(self) -> Self:
        unknown = (
            [name for name in self.identity if name not in IDENTITY]
            + [name for name in self.metrics if name not in SDOT_METRICS]
            + [name for name in self.statistics if name not in STATISTICS]
        )
        if unknown:
            raise ValueError(f"{unknown[0]} is no field of sdot_readings")
        return self

    def field_by_header(self) -> dict[str, str]:
        """Our field (`sensor_id`, `temperature.avg`) of every header that is declared."""
        fields = {name: field for field, names in self.identity.items() for name in names}
        for metric, forms in self.metrics.items():
            for name, statistic in self.statistics.items():
                for form in forms:
                    header = form.format(en=statistic.en, ko=statistic.ko)
                    fields[header] = f"{metric}.{name}"
        return fields


@dataclass(frozen=True)
class Columns:
    """Where the fields of one file stand. `repeated`: position of a second column -> of the first.

    `unnamed` columns may hold nothing.
    """

    fields: dict[str, int]
    repeated: dict[int, int]
    unnamed: tuple[int, ...]

    @property
    def metrics(self) -> list[str]:
        """The metrics that the file has, in its order."""
        return list(dict.fromkeys(f.split(".")[0] for f in self.fields if "." in f))


def columns_of(header: Sequence[str], width: int, files: SensorFiles, where: str) -> Columns:
    """The columns of a file of `width` columns; raises `ArrivalRefused` that names all unknown headers."""
    known = files.field_by_header()
    fields: dict[str, int] = {}
    repeated: dict[int, int] = {}
    unnamed: list[int] = list(range(len(header), width))
    first: dict[str, int] = {}
    seen: Counter[str] = Counter()
    complaints: list[str] = []
    for position, written in enumerate(header):
        name = " ".join(unicodedata.normalize("NFC", written).split())
        seen[name] += 1
        numbered = name if seen[name] == 1 else f"{name}#{seen[name]}"
        if not name:
            unnamed.append(position)
        elif numbered in files.ignored:
            continue
        elif numbered in known and known[numbered] not in fields:
            fields[known[numbered]] = position
            first.setdefault(name, position)
        elif name in first:
            repeated[position] = first[name]
        else:
            what = f"{known[numbered]} occurs twice" if numbered in known else "is not known"
            complaints.append(f"column {numbered!r} {what}")
    if complaints:
        raise ArrivalRefused(
            "; ".join(complaints),
            where=f"{where} line 1",
            remedy="declare each under request.identity or request.metrics, or as ignored",
        )
    missing = [name for name in ("measured_at", "sensor_id") if name not in fields]
    if missing or not any("." in field for field in fields):
        raise ArrivalRefused(
            f"no column for {missing[0] if missing else 'any metric'}",
            where=f"{where} line 1",
            remedy="declare its header under request.identity or request.metrics",
        )
    return Columns(fields, repeated, tuple(unnamed))
