"""Synthetic microdata in the exact form of the 2019 census file. Nothing in it is real.

    python -m benchmarks.generate_microdata /tmp/사업체조사_2019_synthetic.csv --rows 4000000

Comma-separated, CP949, no header, 31 columns, runs of `*` or `.` where a value is missing; sizes and
industries are skewed as in any economy: many one-person shops, few large firms, few big industries.
The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.lake.reference import ksic_parents, region_parents
from orchestration.storage.sql import quote_text

YEAR = 2019
DISTRICTS = 250
_SLOTS = 65_536
_AT_ONCE = 2_000_000
"""Rows that are sorted at once, so that memory does not grow with the file."""
_SEJONG, _SEJONG_SINCE = "29", 2012

_ROWS = """
with drawn as (
    select i,
        hash({seed} * 10000000000 + i * 4) as a, hash({seed} * 10000000000 + i * 4 + 1) as b,
        hash({seed} * 10000000000 + i * 4 + 2) as c, hash({seed} * 10000000000 + i * 4 + 3) as d
    from range({first}, {last}) as rows (i)
),
sized as (
    select *,
        least(60000, ceil(pow(1 - (a >> 11) / 9007199254740992, -1 / 1.3) - 0.8))::bigint as employees,
        (b >> 40) / 16777216 as u, (c >> 40) / 16777216 as v
    from drawn
),
coded as (
    select sized.*, place.province, place.district, industry.section,
        case when u < {unknown_share} then '99999' else industry.leaf end as leaf,
        floor(employees * (0.3 + 0.5 * v))::bigint as male
    from sized
    inner join industries as industry on sized.b % {slots} = industry.slot
    inner join places as place on sized.c % {slots} = place.slot
)
select '{year}', province, district, 1 + d % 2, {year} - (d >> 8) % 60,
    case when d >> 20 & 15 = 0 then '**' else (1 + (d >> 24) % 12)::varchar end,
    1 + (d >> 30) % 4, 1 + (d >> 33) % 3,
    section, leaf[1:2], leaf[3],
    male, case when v < {missing_share} then '***' else employees::varchar end,
    male, male, male, male, (d >> 36) % 3, (d >> 38) % 3, (d >> 40) % 3, '.', '.', '.',
    (d >> 42) % 3, (d >> 44) % 3, (d >> 46) % 3, '.', '.', '.',
    leaf[4], leaf[5]
from coded
order by i
"""


def write_microdata(
    path: Path,
    rows: int,
    seed: int = 2019,
    *,
    year: int = YEAR,
    unknown_share: float = 0.0,
    missing_share: float = 0.0,
) -> None:
    """Write `rows` synthetic establishments of `year` to `path`.

    `unknown_share` of the rows have an industry that no revision knows, `missing_share` have no number
    of employees.
    """
    piece = path.with_name(f"{path.name}.piece")
    with duckdb.connect(config={"memory_limit": "2GB"}) as connection, path.open("wb") as whole:
        connection.register("industries", _industries())
        connection.register("places", _places(year))
        for first in range(0, rows, _AT_ONCE):
            query = _ROWS.format(
                first=first,
                last=min(first + _AT_ONCE, rows),
                seed=seed,
                year=year,
                slots=_SLOTS,
                unknown_share=unknown_share,
                missing_share=missing_share,
            )
            connection.execute(
                f"copy ({query}) to {quote_text(piece)} (format csv, header false, quote '')"
            )
            with piece.open("rb") as written:
                shutil.copyfileobj(written, whole, 1 << 22)
    piece.unlink(missing_ok=True)


def _industries() -> pa.Table:
    """The five-digit codes of KSIC 10 with their sections, each as often as it is common."""
    parents = ksic_parents("10")
    leaves = [c for c in parents if len(c) == 5 and c.isdigit()]
    drawn = [leaves[i] for i in _slots(len(leaves), seed=1)]
    sections = [parents[leaf[:2]] for leaf in drawn]
    return pa.table({"slot": range(_SLOTS), "leaf": drawn, "section": sections})


def _places(year: int) -> pa.Table:
    """250 places in the provinces of that year: province (2 digits) and district (3 digits)."""
    provinces = [
        code
        for code, parent in region_parents(2023).items()
        if parent == "00" and (code != _SEJONG or year >= _SEJONG_SINCE)
    ]
    many = len(provinces)
    places = [(provinces[i % many], f"{i // many * 10 + 10:03}") for i in range(DISTRICTS)]
    drawn = [places[i] for i in _slots(DISTRICTS, seed=2)]
    return pa.table(
        {
            "slot": range(_SLOTS),
            "province": [province for province, _ in drawn],
            "district": [district for _, district in drawn],
        }
    )


def _slots(size: int, seed: int) -> list[int]:
    """Which of `size` things each slot holds: every one at least once, the common ones often."""
    weights = 1.0 / np.arange(1, size + 1) ** 0.9
    np.random.default_rng(seed).shuffle(weights)
    counts = 1 + np.floor(weights / weights.sum() * (_SLOTS - size)).astype(int)
    counts[counts.argmax()] += _SLOTS - counts.sum()
    return [int(i) for i in np.repeat(np.arange(size), counts)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=4_000_000)
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--year", type=int, default=YEAR)
    given = parser.parse_args()
    write_microdata(given.path, given.rows, given.seed, year=given.year, unknown_share=0.0005)


if __name__ == "__main__":
    main()
