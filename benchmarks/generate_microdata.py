"""Synthetic microdata in the exact form of the 2019 census file. Nothing in it is real.

    python -m benchmarks.generate_microdata /tmp/사업체조사_2019_synthetic.csv --rows 4000000

Comma-separated, CP949, no header, 31 columns, runs of `*` or `.` where a value is missing. Sizes
and industries are skewed as in any economy: many one-person shops, few large firms.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from orchestration.lake.reference import ksic_parents, region_parents

YEAR = 2019
DISTRICTS = 250
_CHUNK = 250_000


def write_microdata(
    path: Path,
    rows: int,
    seed: int = 2019,
    *,
    unknown_share: float = 0.0,
    missing_share: float = 0.0,
) -> None:
    """Write `rows` synthetic establishments to `path`.

    `unknown_share` of the rows have an industry that no revision knows, `missing_share` have no
    number of employees.
    """
    random = np.random.default_rng(seed)
    options = pacsv.WriteOptions(include_header=False, quoting_style="none")
    with path.open("wb") as file:
        for table in _chunks(random, rows, unknown_share, missing_share):
            pacsv.write_csv(table, file, options)


def _chunks(
    random: np.random.Generator, rows: int, unknown_share: float, missing_share: float
) -> Iterator[pa.Table]:
    leaves, sections = _industries()
    provinces, districts = _districts()
    weight_of_leaf = _skewed(random, len(leaves))
    weight_of_district = _skewed(random, len(districts))
    for start in range(0, rows, _CHUNK):
        size = min(_CHUNK, rows - start)
        leaf = random.choice(len(leaves), size, p=weight_of_leaf)
        place = random.choice(len(districts), size, p=weight_of_district)
        employees = np.ceil(random.pareto(1.3, size) + 0.2).clip(1, 60_000).astype(np.int64)
        male = random.binomial(employees, 0.55)
        code = leaves[leaf].copy()
        code[random.random(size) < unknown_share] = "99999"
        total = employees.astype(str).astype(object)
        total[random.random(size) < missing_share] = "***"
        yield _table(random, code, sections[leaf], provinces[place], districts[place], total, male)


def _table(
    random: np.random.Generator,
    code: np.ndarray,
    section: np.ndarray,
    province: np.ndarray,
    district: np.ndarray,
    employees: np.ndarray,
    male: np.ndarray,
) -> pa.Table:
    size = len(code)
    division, group, klass, subclass = (
        np.array([c[part] for c in code], dtype=object)
        for part in (slice(0, 2), slice(2, 3), slice(3, 4), slice(4, 5))
    )
    month = random.integers(1, 13, size).astype(str).astype(object)
    month[random.random(size) < 0.1] = "**"
    counts = male.astype(str)
    few = random.integers(0, 3, size).astype(str)
    dots = np.full(size, ".", dtype=object)
    columns = [
        np.full(size, str(YEAR), dtype=object),
        province,
        district,
        random.integers(1, 3, size).astype(str),
        random.integers(1960, YEAR + 1, size).astype(str),
        month,
        random.integers(1, 5, size).astype(str),
        random.integers(1, 4, size).astype(str),
        section,
        division,
        group,
        counts,  # regular employees
        employees,
        *[counts] * 4,
        *[few] * 3,
        *[dots] * 3,
        *[few] * 3,
        *[dots] * 3,
        klass,
        subclass,
    ]
    return pa.table([pa.array(c, pa.string()) for c in columns], [f"c{i}" for i in range(31)])


def _industries() -> tuple[np.ndarray, np.ndarray]:
    """The five-digit codes of KSIC 10, and the section of each."""
    parents = ksic_parents("10")
    leaves = [c for c in parents if len(c) == 5 and c.isdigit()]
    return np.array(leaves, dtype=object), np.array(
        [parents[leaf[:2]] for leaf in leaves], dtype=object
    )


def _districts() -> tuple[np.ndarray, np.ndarray]:
    """Province (2 digits) and district (3 digits) of each of 250 places in 17 provinces."""
    provinces = [p for p, parent in region_parents().items() if parent == "00"]
    places = [(provinces[i % 17], f"{i // 17 * 10 + 10:03}") for i in range(DISTRICTS)]
    return (
        np.array([p for p, _ in places], dtype=object),
        np.array([d for _, d in places], dtype=object),
    )


def _skewed(random: np.random.Generator, size: int) -> np.ndarray:
    weights = 1.0 / np.arange(1, size + 1) ** 0.9
    random.shuffle(weights)
    shares: np.ndarray = weights / weights.sum()
    return shares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=4_000_000)
    parser.add_argument("--seed", type=int, default=2019)
    given = parser.parse_args()
    write_microdata(given.path, given.rows, given.seed, unknown_share=0.0005)


if __name__ == "__main__":
    main()
