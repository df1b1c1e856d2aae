"""The measures of the bundled data against a second computation in pandas, and their properties."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.support.public_intervals import public_intervals

Connection = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def cells(bundled: Connection) -> pd.DataFrame:
    """The staged cells as the source gives them: no model in between."""
    frame = bundled.execute("select * from census_cells").df()
    return frame.assign(value=frame["value"].astype("float64"))


def test_location_quotients(bundled: Connection, cells: pd.DataFrame) -> None:
    """All provinces, divisions, sections and years, both measures."""
    table = cells.pivot_table(
        index=["year", "measure", "region_code"],
        columns="ksic_code",
        values="value",
        aggfunc="first",
        dropna=False,
    )
    region = table.div(table["TOTAL"], axis=0)
    nation = region.xs("00", level="region_code")
    expected = region.div(nation.reindex(region.index.droplevel("region_code")).to_numpy())
    stacked = expected.stack().rename("expected").reset_index()
    ours = bundled.execute(
        "select year, measure, region_code, ksic_code, location_quotient from industry_share"
    ).df()
    both = ours.merge(stacked, on=["year", "measure", "region_code", "ksic_code"], how="left")
    assert len(both) == 13_182
    assert (both["location_quotient"].isna() == both["expected"].isna()).all()
    known = both.dropna()
    assert len(known) > 13_000
    np.testing.assert_allclose(known["location_quotient"], known["expected"], rtol=1e-12)


def test_location_quotient_of_the_nation_is_one(bundled: Connection) -> None:
    rows = bundled.execute("""
        select distinct location_quotient from industry_share
        where region_code = '00' and status = 'observed' and value > 0
    """).fetchall()
    assert rows == [(1.0,)]


def test_shares_of_provinces_add_up(bundled: Connection) -> None:
    rows = bundled.execute("""
        select sum(share_of_nation) from industry_share
        where region_level = 'province' and national_value > 0
        group by year, ksic_code, measure having count(*) = count(value)
    """).fetchall()
    assert len(rows) > 600
    np.testing.assert_allclose([r[0] for r in rows], 1.0, rtol=1e-12)


def test_shift_share(bundled: Connection, cells: pd.DataFrame) -> None:
    """The three parts in floating point, and that ours add up to the last digit."""
    value = cells.set_index(["year", "measure", "region_code", "ksic_code"])["value"]
    ours = bundled.execute("select * from shift_share where status = 'observed'").df()
    assert len(ours) > 12_000

    def at(year: str, region: str | None, code: str | None) -> np.ndarray:
        keys = pd.MultiIndex.from_arrays(
            [
                ours[year],
                ours["measure"],
                ours["region_code"] if region is None else [region] * len(ours),
                ours["ksic_code"] if code is None else [code] * len(ours),
            ]
        )
        return value.reindex(keys).fillna(0).to_numpy()

    base, final = at("from_year", None, None), at("to_year", None, None)
    nation = at("to_year", "00", "TOTAL") / at("from_year", "00", "TOTAL") - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        industry = at("to_year", "00", None) / at("from_year", "00", None) - 1
    mix = np.where(base > 0, base * (industry - nation), 0)
    numbers = ours[["change", "national", "mix", "regional"]].astype(float)
    np.testing.assert_allclose(numbers["change"], final - base)
    np.testing.assert_allclose(numbers["national"], base * nation, atol=1e-5)
    np.testing.assert_allclose(numbers["mix"], mix, atol=1e-5)
    np.testing.assert_allclose(numbers["regional"], final - base * (1 + nation) - mix, atol=2e-5)
    exact = "select count(*) from shift_share where change <> national + mix + regional"
    assert bundled.execute(exact).fetchall() == [(0,)]


def test_mix_and_regional_vanish_in_the_nation(bundled: Connection) -> None:
    rows = bundled.execute("""
        select max(abs(regional)) from shift_share where region_code = '00'
    """).fetchall()
    assert rows[0][0] <= 0.000001


def test_specialisation(bundled: Connection, cells: pd.DataFrame) -> None:
    """Every column of all rows, from the staged cells; a suppressed cell within its public interval."""
    keys = ["year", "measure", "region_code"]
    low, high = (f.set_index([*keys, "ksic_code"])["value"] for f in public_intervals(cells))
    total = cells[cells["ksic_code"] == "TOTAL"].set_index(keys)["value"]
    least, greatest = (
        part.unstack(fill_value=0.0).div(total, axis=0).reset_index("measure")
        for part in (low, high)
    )
    least, greatest = (f.set_index("measure", append=True) for f in (least, greatest))
    order = least.index
    places = order.get_level_values("region_code")
    nation = least[places == "00"].droplevel("region_code").reindex(order.droplevel("region_code"))
    nation = nation.to_numpy()
    whole = total.xs("00", level="region_code")
    size = total.reorder_levels(["year", "region_code", "measure"]).reindex(order)
    size = size / whole.reindex(order.droplevel("region_code")).to_numpy()
    near = np.maximum(0, np.maximum(least - nation, nation - greatest)).sum(axis=1)
    far = np.maximum(greatest - nation, nation - least).sum(axis=1)
    rest = (1 - size).where(places != "00")
    assert (greatest.sum(axis=1).to_numpy() < 1.3).all(), "no region is bounded by its total"
    expected = pd.DataFrame(
        {
            "hhi_low": (least**2).sum(axis=1),
            "hhi_high": (greatest**2).sum(axis=1),
            "effective_industries_low": 1 / (greatest**2).sum(axis=1),
            "effective_industries_high": 1 / (least**2).sum(axis=1),
            "krugman_low": near,
            "krugman_high": far,
            "krugman_rest_low": near / rest,
            "krugman_rest_high": far / rest,
            "specialised_industries_low": (least > 1.25 * nation).sum(axis=1),
            "specialised_industries_high": (greatest > 1.25 * nation).sum(axis=1),
        }
    )
    ours = bundled.execute("select * from regional_specialisation").df()
    ours = ours.set_index(["year", "region_code", "measure"]).loc[order]
    assert len(ours) == len(expected) == 144
    for column in expected:
        np.testing.assert_allclose(
            ours[column].astype(float), expected[column].astype(float), rtol=1e-9, atol=1e-12
        )
    hidden = (least < greatest).any(axis=1)
    assert hidden.sum() == 55
    for column in ("hhi", "effective_industries", "krugman", "krugman_rest"):
        assert ours.loc[hidden, column].isna().all()
        exact = ours.loc[~hidden & (rest.notna() | (column != "krugman_rest"))]
        assert (exact[column] == exact[f"{column}_low"]).all()
    few = ours["specialised_industries"]
    ends = ours["specialised_industries_low"], ours["specialised_industries_high"]
    assert (few.isna() == (ends[0] != ends[1])).all()


def test_krugman_index_against_the_rest_by_its_definition(
    bundled: Connection, cells: pd.DataFrame
) -> None:
    """Seoul's establishments, of which none is suppressed: shares against those of all other provinces."""
    seoul = cells[
        (cells["measure"] == "establishments")
        & (cells["year"] == 2023)
        & cells["ksic_code"].str.fullmatch(r"\d\d")
    ].pivot_table(index="ksic_code", columns="region_code", values="value", fill_value=0.0)
    own, rest = seoul["11"], seoul["00"] - seoul["11"]
    expected = (own / own.sum() - rest / rest.sum()).abs().sum()
    ((found,),) = bundled.execute(
        "select krugman_rest from regional_specialisation"
        " where region_code = '11' and year = 2023 and measure = 'establishments'"
    ).fetchall()
    assert found == pytest.approx(expected, rel=1e-12)


def test_complement_scores(bundled: Connection) -> None:
    """Never more than the partner's share; every pair falls short and exceeds."""
    rows = bundled.execute("""
        select count(*) from regional_complement
        where base_location_quotient >= 1 or partner_location_quotient <= 1
           or complement_score <= 0 or complement_score >= 1
           or base_region_code = partner_region_code
    """).fetchall()
    assert rows == [(0,)]
