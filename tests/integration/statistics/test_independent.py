"""The measures of the bundled data against a second computation in pandas, and their properties."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

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
    """Herfindahl and Krugman indices of the provinces without a suppressed cell."""
    divisions = cells[cells["ksic_code"].str.fullmatch(r"\d\d")]
    totals = cells[cells["ksic_code"] == "TOTAL"].set_index(["year", "measure", "region_code"])
    keys = ["year", "measure", "region_code"]
    share = divisions.set_index([*keys, "ksic_code"])["value"].unstack(fill_value=0.0)
    share = share.div(totals["value"], axis=0)
    nation = share.xs("00", level="region_code")
    nation = nation.reindex(share.index.droplevel("region_code")).to_numpy()
    hhi = (share**2).sum(axis=1, skipna=False)
    krugman = (share - nation).abs().sum(axis=1, skipna=False)
    ours = bundled.execute("select * from regional_specialisation").df().set_index(keys)
    known = hhi.dropna().index
    assert 60 < len(known) <= len(ours) == 144
    np.testing.assert_allclose(ours.loc[known, "hhi"], hhi[known], rtol=1e-9)
    np.testing.assert_allclose(ours.loc[known, "krugman"], krugman[known], rtol=1e-9)
    specialised = (share > 1.25 * nation).sum(axis=1)
    assert (ours.loc[known, "specialised_industries"] == specialised[known]).all()


def test_complement_scores(bundled: Connection) -> None:
    """Never more than the partner's share; every pair falls short and exceeds."""
    rows = bundled.execute("""
        select count(*) from regional_complement
        where base_location_quotient >= 1 or partner_location_quotient <= 1
           or complement_score <= 0 or complement_score >= 1
           or base_region_code = partner_region_code
    """).fetchall()
    assert rows == [(0,)]
