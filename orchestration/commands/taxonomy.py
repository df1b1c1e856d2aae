"""Commands on taxonomies: diff."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from orchestration.commands.options import AsJson
from orchestration.settings import load_settings

app = typer.Typer(help="Compare taxonomies.", no_args_is_help=True, rich_markup_mode=None)

_SIDE = "Id of a taxonomy in the current release, or the path of a taxonomy file."


@app.callback()
def taxonomy() -> None:
    """Compare taxonomies."""


@app.command()
def diff(
    first: Annotated[str, typer.Argument(help=_SIDE)],
    second: Annotated[str, typer.Argument(help=_SIDE)],
    region: Annotated[
        str, typer.Option(help="Region whose share is explained by codes, for example 11 (Seoul).")
    ] = "11",
    measure: Annotated[
        Literal["employees", "establishments"], typer.Option(help="What is counted.")
    ] = "employees",
    as_json: AsJson = False,
) -> None:
    """Show codes in both and in one only, the share of each region, and the codes that move it.

    Example: smartcity taxonomy diff smart_city_2021 my_taxonomy.csv
    """
    from orchestration.console.progress import show_progress
    from orchestration.console.taxonomy_diff import print_taxonomy_diff
    from orchestration.taxonomy_diff import compare_taxonomies

    with show_progress(quiet=as_json):
        found = compare_taxonomies(first, second, load_settings(), region, measure)
    print_taxonomy_diff(found, as_json)
