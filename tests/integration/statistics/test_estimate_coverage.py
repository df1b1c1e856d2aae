"""How often the intervals of estimates hold truths that were not used for them, on the bundled data."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.support.bundled import bundled_warehouse, stage_bundled

SEOUL = "11"


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = bundled_warehouse(
        stage_bundled(tmp_path_factory.mktemp("lake")), ("estimate_quality",)
    )
    yield connection
    connection.close()


def coverage(marts: duckdb.DuckDBPyConnection, breakdown: str) -> pd.DataFrame:
    """Distances of the coverage from 80 and 90 % of the associations that are used."""
    frame = marts.execute(
        """
        select association, unit, measure, breakdown_value as region, coverage_80 - 0.8 as other_80,
               coverage_90 - 0.9 as other_90, coverage_other_years_80 - 0.8 as years_80,
               coverage_other_years_90 - 0.9 as years_90
        from estimate_quality
        where experiment = 'divisions_below_sections' and breakdown = ?
          and (association = 'pension' or association_period = 'previous_year')
        """,
        [breakdown],
    ).df()
    return frame.set_index(["association", "unit", "measure", "region"])


def test_coverage_is_nominal(marts: duckdb.DuckDBPyConnection) -> None:
    """Other sections and drawn sets, and other years: within 3 points of 80 and 90 %."""
    distances = coverage(marts, "all")
    assert len(distances) == 12
    assert distances.abs().to_numpy().max() <= 0.03


def test_seoul_is_covered_like_the_others(marts: duckdb.DuckDBPyConnection) -> None:
    """Sets and shares by the pension figures, on which codes below divisions rest: within 3 points."""
    distances = coverage(marts, "region").query("association == 'pension' and unit != 'cell'")
    seoul = distances.xs(SEOUL, level="region")
    assert len(seoul) == 4
    assert seoul.abs().to_numpy().max() <= 0.03
    assert distances.abs().to_numpy().max() <= 0.03


def test_every_region_is_covered(marts: duckdb.DuckDBPyConnection) -> None:
    """Sets and shares by any association: within 5 points, other years within 8 (three are tested)."""
    distances = coverage(marts, "region").query("unit != 'cell'")
    assert len(distances) == 2 * 2 * (18 + 17)
    assert distances[["other_80", "other_90"]].abs().to_numpy().max() <= 0.05
    assert distances.abs().to_numpy().max() <= 0.08


def shares_of_half(units: pd.DataFrame, sections: set[str], year: int) -> pd.DataFrame:
    """Scores of the shares of 48 random sets of divisions of these sections, provinces by sets."""
    own = units[(units["year"] == year) & units["section"].isin(sections)]
    tables = {
        column: own.pivot_table(index="region", columns="code", values=column).fillna(0)
        for column in ("estimate", "whole", "truth")
    }
    section_of = own.drop_duplicates("code").set_index("code")["section"]
    draw = np.random.default_rng(year)
    scores = {}
    for number in range(48):
        mask = draw.random(len(section_of)) < (0.1, 0.15, 0.25, 0.4)[number % 4]
        codes = sorted(section_of.index[mask])
        if not codes:
            continue
        by_section = tables["estimate"][codes].T.groupby(section_of[codes]).sum().T
        whole = tables["whole"][codes].T.groupby(section_of[codes]).max().T
        squares = (by_section * (1 - by_section / whole.where(whole > 0)).clip(lower=0)) ** 2
        nation_open = by_section.sum() * (1 - by_section.sum() / whole.sum()).clip(lower=0)
        nation, estimate = by_section.to_numpy().sum(), by_section.sum(axis=1)
        share = estimate / nation
        rest = ((nation_open**2).sum() - squares.sum(axis=1)).clip(lower=0)
        scale = np.sqrt((1 - share) ** 2 * squares.sum(axis=1) + share**2 * rest) / nation
        truth = tables["truth"][codes].sum(axis=1)
        scores[year, number] = (truth / truth.sum() - share) / scale.where(scale > 1e-9 * share)
    return pd.DataFrame(scores)


@pytest.mark.parametrize("measure", ["employees", "establishments"])
def test_shares_in_sections_that_were_never_used(
    marts: duckdb.DuckDBPyConnection, measure: str
) -> None:
    """The hardest test, by random sets of numpy: half of the sections make intervals for the other half."""
    units = marts.execute(
        """
        select year, region_code as region, group_code as section, ksic_code as code,
               scale_value as whole, estimate, truth::double as truth
        from int_estimate_units
        where experiment = 'divisions_below_sections' and association = 'pension' and has_figure
          and measure = ? and estimate is not null
          and ksic_code not in (select ksic_code from int_estimate_units
                                where experiment <> 'release' and truth is null)
        """,
        [measure],
    ).df()
    names = sorted(units["section"].unique())
    inside = []
    for split in range(4):
        half = set(np.random.default_rng(split).permutation(names)[: len(names) // 2])
        scores = [
            pd.concat([shares_of_half(units, part, year) for year in (2021, 2023)], axis=1)
            for part in (half, set(names) - half)
        ]
        for used, tested in (scores, scores[::-1]):
            ends = used.quantile([0.05, 0.1, 0.9, 0.95], axis=1, interpolation="nearest").T
            inside += [
                tested.ge(ends[0.1], axis=0) & tested.le(ends[0.9], axis=0),
                tested.ge(ends[0.05], axis=0) & tested.le(ends[0.95], axis=0),
            ]
    found = {
        level: float(np.mean([part.to_numpy().mean() for part in inside[place::2]]))
        for place, level in enumerate((80, 90))
    }
    seoul = {
        level: float(np.mean([part.loc[SEOUL].mean() for part in inside[place::2]]))
        for place, level in enumerate((80, 90))
    }
    print(measure, found, "Seoul", seoul)
    assert found[80] >= 0.7
    assert found[90] >= 0.8
