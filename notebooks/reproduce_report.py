"""The figures of the report of 2021, made again from the current release.

    marimo edit notebooks/reproduce_report.py     to read and change it
    python notebooks/reproduce_report.py          to run it through
"""

import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    import altair as alt
    import duckdb
    import marimo as mo

    from orchestration.release.catalog import ReleaseCatalog
    from orchestration.settings import load_settings

    release = ReleaseCatalog(load_settings().releases).current()
    marts = duckdb.connect(str(release / "marts.duckdb"), read_only=True)

    def rows(sql):
        """The rows of a query on the release, as a pandas frame."""
        return marts.execute(sql).df()

    return alt, mo, release, rows


@app.cell
def _(mo, release):
    mo.md(
        f"""
        # The report's figures, from release `{release.name}`

        *Smart City and the Industries of Seoul* (Seoul Institute Policy Report 317, 2021) printed numbers of 2017
        from microdata that are not public. What follows from its own tables is computed from them; what can be
        shown with published census data is shown for the years since 2020, at the level of divisions.
        """
    )


@app.cell
def _(rows):
    reproduction = rows(
        "select status, basis, count(*) as figures, count(distinct identity_id) as identities"
        " from published_reproduction group by status, basis order by status, basis"
    )
    reproduction
    return (reproduction,)


@app.cell
def _(mo, rows):
    # Table 8 and Figures 5, 6: what each combination of layers holds, by inclusion and exclusion
    combinations = rows(
        """
        select region_name_ko, measure, combination_letter, value,
               100 * share_of_region_total as percent_of_total,
               100 * stated_share_of_region_total as printed_percent, check_result
        from report_overlap
        order by region_code, measure, combination_letter
        """
    )
    mo.vstack([mo.md("## Table 8, solved (Figures 5 and 6)"), combinations])
    return (combinations,)


@app.cell
def _(alt, combinations):
    figure_5 = (
        alt.Chart(combinations[combinations.measure == "employees"])
        .mark_bar()
        .encode(
            x=alt.X("percent_of_total:Q", title="% of the region's smart-city employees, 2017"),
            y=alt.Y("combination_letter:N", title="combination"),
            row=alt.Row("region_name_ko:N", title=None),
        )
    )
    figure_5
    return (figure_5,)


@app.cell
def _(mo, rows):
    # Figures 2 to 4: Seoul's share of the nation by industry of each layer
    industries = rows(
        """
        select year, layer, industry_name_ko, measure, 100 * share as percent
        from smart_city_industry
        where taxonomy_id = 'smart_city_divisions' and region_code = '11' and share is not null
            and year <= (select max(year) from industry_share where level = 'division')
        order by year, layer, industry, measure
        """
    )
    mo.vstack([mo.md("## Seoul's share by industry (Figures 2 to 4, today's data)"), industries])
    return (industries,)


@app.cell
def _(alt, industries):
    latest = industries[industries.year == industries.year.max()]
    figures_2_to_4 = (
        alt.Chart(latest)
        .mark_bar()
        .encode(
            x=alt.X("percent:Q", title="Seoul's share of the nation, %"),
            y=alt.Y("industry_name_ko:N", sort="-x", title=None),
            color="measure:N",
            yOffset="measure:N",
            row=alt.Row("layer:N", title=None),
        )
        .resolve_scale(y="independent")
    )
    figures_2_to_4
    return (figures_2_to_4,)


@app.cell
def _(mo, rows):
    conflicts = rows(
        """
        select overlap_rule, reading, conflicts, verdict, figure_id, published_value, joint_low, joint_high
        from report_consistency
        where conflicts is not null
        order by overlap_rule, reading, conflicts, verdict, figure_id
        """
    )
    mo.vstack([mo.md("## Printed numbers that cannot hold together"), conflicts])
    return (conflicts,)


@app.cell
def _(mo, rows):
    unknowns = rows(
        """
        select unknown_en, region_name_en, measure, overlap_rule, reading, value_low, value_high
        from report_unknowns
        where unknown_id like 'combination/%'
        order by unknown_id, region_code desc, measure, overlap_rule, reading
        """
    )
    mo.vstack([mo.md("## What all statements leave open"), unknowns])
    return (unknowns,)


if __name__ == "__main__":
    app.run()
