"""The measures of the bundled data against a second computation in pandas, and their properties."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

from orchestration.settings import PROJECT_ROOT
from tests.support.public_intervals import public_intervals

Connection = duckdb.DuckDBPyConnection
_KSIC = pd.read_csv(PROJECT_ROOT / "dbt_project" / "seeds" / "ksic.csv", dtype=str)
SECTIONS = _KSIC[(_KSIC.ksic_revision == "10") & (_KSIC.level == "division")][
    ["ksic_code", "parent_code"]
].to_numpy()
"""Every division with its section."""


@pytest.fixture(scope="module")
def cells(bundled: Connection) -> pd.DataFrame:
    """The staged cells as the source gives them: no model in between."""
    frame = bundled.execute("select * from census_cells").df()
    return frame.assign(value=frame["value"].astype("float64"))


def of_years_with_divisions(cells: pd.DataFrame) -> pd.DataFrame:
    """Without 2024, which ends at sections."""
    years = cells[cells["ksic_code"].str.fullmatch(r"\d\d")]["year"].unique()
    return cells[cells["year"].isin(years)]


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
    assert len(both) == 13_902
    assert (both["location_quotient"].isna() == both["expected"].isna()).all()
    known = both.dropna()
    assert len(known) > 13_700
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
    """Every column of all rows, from the staged cells; a suppressed cell within its public interval.

    A year without divisions has no row.
    """
    cells = of_years_with_divisions(cells)
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


def disclosed(cells: pd.DataFrame, codes: str = r"\d\d") -> pd.DataFrame:
    """Provinces and divisions (or `codes`): the value, or from establishments to section and nation."""
    keys = ["year", "measure", "region_code", "ksic_code"]
    value = cells.set_index(keys)["value"]
    divisions = cells[cells["ksic_code"].str.fullmatch(codes) & (cells["region_code"] != "00")]
    # what is not listed beside listed siblings is absent: 0
    index = pd.MultiIndex.from_product(
        [divisions[key].unique() for key in keys], names=keys
    ).to_frame(index=False)
    section = dict(SECTIONS)
    index["section"] = index["ksic_code"].map(section).fillna("TOTAL")

    def at(**other: object) -> np.ndarray:
        frame = index.assign(**other)
        return value.reindex(pd.MultiIndex.from_frame(frame[keys])).to_numpy()

    listed = index.merge(divisions[keys].assign(listed=True), on=keys, how="left")["listed"]
    own = np.where(listed.isna(), 0.0, at())
    places = np.where(index["measure"] == "employees", at(measure="establishments"), 0.0)
    nation, above = at(region_code="00"), at(ksic_code=index["section"])
    return index.assign(
        value=own,
        low=np.where(np.isnan(own), places, own),
        high=np.where(np.isnan(own), np.fmin(nation, above), own),
        nation=nation,
        total=at(ksic_code="TOTAL"),
        national_total=at(region_code="00", ksic_code="TOTAL"),
        listed=listed.notna(),
    )


def test_ranks(bundled: Connection, cells: pd.DataFrame) -> None:
    """All divisions, provinces and years: those that are greater, and those that may be."""
    frame = disclosed(cells)
    keys = ["year", "measure", "ksic_code"]
    pairs = frame.merge(frame, on=keys, suffixes=("", "_other"))
    pairs = pairs[pairs["region_code"] != pairs["region_code_other"]]
    pairs = pairs[pairs["value"].notna() & pairs["listed"]]
    pairs["certain"] = pairs["low_other"] > pairs["value"]
    pairs["possible"] = pairs["high_other"] > pairs["value"]
    expected = pairs.groupby([*keys, "region_code"])[["certain", "possible"]].sum() + 1
    ours = (
        bundled.execute("""
        select year, measure, ksic_code, region_code, rank_low, rank_high, rank_in_nation
        from industry_share where level = 'division' and region_level = 'province'
    """)
        .df()
        .set_index([*keys, "region_code"])
    )
    both = ours.join(expected, how="left")
    assert len(both) > 9_000
    for column, other in (("rank_low", "certain"), ("rank_high", "possible")):
        assert both[column].astype("float").equals(both[other].astype("float")), column
    exact = both["rank_low"] == both["rank_high"]
    assert both.loc[exact, "rank_in_nation"].equals(both.loc[exact, "rank_low"])
    assert both.loc[~exact, "rank_in_nation"].isna().all()
    open_ = both[both["rank_low"] < both["rank_high"]].reset_index()
    assert set(open_["measure"]) == {"employees"}
    assert len(open_) == 312


def test_ranks_hold_what_all_tables_imply(bundled: Connection) -> None:
    """Against the tight bounds of every cell: the interval of a rank holds the rank."""
    rows = bundled.execute("""
        with provinces as (
            select * from int_cell_bounds where parent_region_code = '00'
        )
        select share.year, share.ksic_code, share.region_code, share.rank_low, share.rank_high,
            1 + count(*) filter (other.w_lo > share.value) as least,
            1 + count(*) filter (other.w_hi > share.value) as most
        from industry_share as share
        join provinces as other
            on share.series = other.series and share.year = other.year
            and share.ksic_code = other.ksic_code and share.region_code <> other.region_code
        where share.measure = 'employees' and share.rank_low is not null
        group by all
    """).df()
    assert len(rows) > 6_000
    assert (rows["rank_low"] <= rows["least"]).all()
    assert (rows["rank_high"] >= rows["most"]).all()
    tobacco = rows[(rows.year == 2023) & (rows.ksic_code == "12") & (rows.region_code == "37")]
    assert tobacco[["least", "most"]].values.tolist() == [[3, 3]]
    assert tobacco[["rank_low", "rank_high"]].values.tolist() == [[1, 6]]


def test_complement_is_complete(bundled: Connection, cells: pd.DataFrame) -> None:
    """Every pair that may complement has a row, with score and value, and no other has one.

    Sections stand in for divisions in 2024, which has none.
    """
    sections = disclosed(cells[cells["year"] == 2024], "[A-S]")
    frame = pd.concat([disclosed(cells), sections]).dropna(subset=["nation"])
    frame = frame[frame["nation"] > 0]
    keys = ["year", "measure", "ksic_code"]
    pairs = frame.merge(frame, on=keys, suffixes=("_base", "_partner"))
    pairs = pairs[pairs["region_code_base"] != pairs["region_code_partner"]]
    nation, whole = pairs["nation_base"], pairs["national_total_base"]
    size = pairs["total_partner"] / whole
    for end, base, partner in (("low", "high", "low"), ("high", "low", "high")):
        lack = 1 - pairs[f"{base}_base"] * whole / (pairs["total_base"] * nation)
        surplus = pairs[f"{partner}_partner"] / nation - size
        pairs[end] = lack.clip(lower=0) * surplus.clip(lower=0)
    expected = pairs[
        (pairs["low_base"] * whole < pairs["total_base"] * nation)
        & (pairs["high_partner"] * whole > pairs["total_partner"] * nation)
    ]
    expected = expected.rename(
        columns={
            "region_code_base": "base_region_code",
            "region_code_partner": "partner_region_code",
            "ksic_code": "industry",
        }
    )
    names = ["year", "measure", "industry", "base_region_code", "partner_region_code"]
    ours = bundled.execute("select * from regional_complement").df()
    both = ours.merge(expected[[*names, "low", "high", "nation_base"]], on=names, how="outer")
    assert len(both) == len(ours) == len(expected) == 38_184
    known = both["complement_score"].notna()
    assert (known == (both["status"] == "observed")).all()
    assert (~known).sum() == 1_687
    for end in ("low", "high"):
        score, value = both[f"complement_score_{end}"], both[f"complement_value_{end}"]
        np.testing.assert_allclose(score, both[end], atol=1e-12)
        np.testing.assert_allclose(value, both[end] * both["nation_base"], atol=1e-6)
    assert both.loc[known, "complement_score"].equals(both.loc[known, "complement_score_high"])


def test_dynamic_shift_share(bundled: Connection, cells: pd.DataFrame) -> None:
    """Year by year in floating point, over all cells that are disclosed in every year."""
    keys = ["measure", "region_code", "ksic_code"]
    value = cells.assign(value=cells["value"].fillna(np.nan)).set_index([*keys, "year"])["value"]
    ours = bundled.execute("""
        select * from shift_share where from_year = 2020 and to_year = 2023 and change is not null
    """).df()

    def at(year: int, **other: str) -> np.ndarray:
        frame = ours.assign(year=year, **other)
        return value.reindex(pd.MultiIndex.from_frame(frame[[*keys, "year"]])).to_numpy()

    listed = set(cells.set_index([*keys, "year"]).index)

    def own(year: int) -> np.ndarray:
        there = [
            key in listed for key in ours.assign(year=year)[[*keys, "year"]].itertuples(False, None)
        ]
        return np.where(there, at(year), 0.0)

    regional = np.zeros(len(ours))
    for year in (2020, 2021, 2022):
        growth = at(year + 1, region_code="00") / at(year, region_code="00")
        regional += own(year + 1) - own(year) * np.where(own(year) > 0, growth, 0.0)
    told = ours["dynamic_regional"].notna().to_numpy()
    assert (told == ~np.isnan(regional)).all()
    assert told.sum() > 3_000
    assert (~told).sum() > 0
    np.testing.assert_allclose(
        ours["dynamic_regional"].astype(float)[told], regional[told], atol=1e-4
    )
    nation = at(2020, region_code="00") / at(2020, region_code="00", ksic_code="TOTAL")
    homothetic = at(2020, ksic_code="TOTAL") * nation
    np.testing.assert_allclose(ours["homothetic"].astype(float), homothetic, atol=1e-5)
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = own(2023) / own(2020) - at(2023, region_code="00") / at(2020, region_code="00")
    grown = own(2020) > 0
    assert (ours["competitive"].notna().to_numpy() == grown).all()
    competitive = (homothetic * rates)[grown]
    np.testing.assert_allclose(ours["competitive"].astype(float)[grown], competitive, atol=1e-4)
    seoul = ours[(ours.region_code == "11") & (ours.ksic_code == "62")]
    parts = seoul[seoul.measure == "employees"][["regional", "dynamic_regional"]]
    assert parts.round().astype(int).values.tolist() == [[-5540, -5397]]


def test_gunwi_is_marked(bundled: Connection) -> None:
    """Every change of Daegu and Gyeongbuk across 2023-07-01, and nothing else."""
    rows = bundled.execute("""
        select region_code, from_year, to_year, region_change_ko, region_change_en from shift_share
        where crosses_region_change group by all order by all
    """).fetchall()
    what = "경상북도 군위군이 2023-07-01 대구광역시에 편입"
    which = "Gunwi-gun moved from Gyeongbuk to Daegu on 2023-07-01"
    crossing = ((2020, 2023), (2020, 2024), (2022, 2023))
    assert rows == [(r, *years, what, which) for r in ("22", "37") for years in crossing]


def test_division_approximation(bundled: Connection, cells: pd.DataFrame) -> None:
    """The rule over the taxonomy's own file, and the census as the source gives it."""
    folder = PROJECT_ROOT / "data_lake" / "sample" / "taxonomies"
    taxonomy = pd.read_csv(folder / "smart_city_2021.csv", dtype=str)
    leaves = _KSIC[(_KSIC.ksic_revision == "10") & (_KSIC.level == "subclass")]["ksic_code"]
    sizes = leaves.str[:2].value_counts()
    layers = {
        layer: {leaf for code in codes for leaf in leaves if leaf.startswith(code)}
        for layer, codes in taxonomy.groupby("layer")["ksic_code"].unique().items()
    }
    value = cells[cells["measure"] == "employees"].set_index(["year", "region_code", "ksic_code"])
    ours = bundled.execute("""
        select threshold_percent, layer, year, region_code, divisions, share
        from division_approximation
        where taxonomy_id = 'smart_city_2021' and measure = 'employees' and layer <> 'common'
    """).fetchall()
    assert len(ours) == 5 * 4 * 4 * 18
    for percent, layer, year, region, divisions, share in ours:
        counted = set()
        for name, members in layers.items():
            inside = pd.Series(sorted(members)).str[:2].value_counts()
            enough = inside * 100 >= percent * sizes.reindex(inside.index)
            counted |= set(inside[enough].index) if layer in (name, "total") else set()
        own, nation = (
            sum(value.loc[(year, r, c), "value"] for c in counted) for r in (region, "00")
        )
        assert divisions == len(counted)
        assert share == pytest.approx(own / nation, rel=1e-12)
    seoul = {(t, y): round(100 * s, 1) for t, n, y, r, _, s in ours if r == "11" and n == "total"}
    assert [(seoul[t, 2020], seoul[t, 2023]) for t in (40, 45, 50)] == [
        (26.0, 26.0),
        (23.1, 21.5),
        (30.7, 28.8),
    ]


def test_sensitivity_change(bundled: Connection) -> None:
    """Bounds around zero that the code's own size limits; exact where all is."""
    rows = bundled.execute("""
        select * from taxonomy_sensitivity where change_low is not null
    """).df()
    assert (rows["change_low"] <= rows["change_high"] + 1e-12).all()
    exact = rows[rows["taxonomy_id"] == "smart_city_divisions"].dropna(subset=["change"])
    assert len(exact) > 500
    difference = exact["share"] - exact["full_share_low"]
    np.testing.assert_allclose(exact["change"], difference, atol=1e-15)
    bounded = rows[rows["change"].isna()]
    wide = bounded["share_high"] - bounded["full_share_low"]
    wide += bounded["full_share_high"] - bounded["share_low"]
    width = bounded["change_high"] - bounded["change_low"]
    assert (width <= wide + 1e-12).all()
    of_report = bounded["taxonomy_id"] == "smart_city_2021"
    assert (width < wide - 0.1)[of_report].mean() > 0.5


def test_complement_scores(bundled: Connection) -> None:
    """Never more than the partner's share; every pair falls short and exceeds."""
    rows = bundled.execute("""
        select count(*) from regional_complement
        where base_location_quotient >= 1 or partner_location_quotient <= 1
           or complement_score <= 0 or complement_score >= 1
           or base_region_code = partner_region_code
    """).fetchall()
    assert rows == [(0,)]
