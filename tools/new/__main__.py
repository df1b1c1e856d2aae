"""`python -m tools.new source|mart|figure NAME`: write a skeleton and list the next steps."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from orchestration.errors import SmartCityError
from tools.new.figure import new_figure
from tools.new.mart import new_mart
from tools.new.skeleton import Skeleton
from tools.new.source import new_source


def main() -> int:
    """Run the command; returns its exit status."""
    given = _parser().parse_args()
    try:
        skeleton = _plan(given)
        written = skeleton.write()
    except SmartCityError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    for path in written:
        print(f"wrote {path}")
    for number, step in enumerate(skeleton.next_steps, 1):
        print(f"{number}. {step}")
    return 0


def _plan(given: argparse.Namespace) -> Skeleton:
    if given.kind == "source":
        return new_source(given.name, given.data)
    if given.kind == "mart":
        key = [column.strip() for column in given.key.split(",") if column.strip()]
        return new_mart(given.name, given.table, given.subject, key)
    return new_figure(given.name, given.mart)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.new", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    source = kinds.add_parser("source", help="a bundled CSV file with a header")
    source.add_argument("--data", type=Path, required=True, help="the CSV file")
    mart = kinds.add_parser("mart", help="a table of the release")
    mart.add_argument(
        "--from", dest="table", required=True, help="the delimited source or the mart it reads"
    )
    mart.add_argument("--subject", default="reference", help="folder in dbt_project/models/marts/")
    mart.add_argument("--key", default="", help="key columns, separated by commas")
    figure = kinds.add_parser("figure", help="a table or chart of the site")
    figure.add_argument("--mart", required=True, help="the mart that it shows")
    for kind in (source, mart, figure):
        kind.add_argument("name", help="snake_case, in English")
    return parser


if __name__ == "__main__":
    sys.exit(main())
