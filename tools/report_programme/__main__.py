"""Write the seeds, or with --check compare them."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from tools.report_programme.results import Row, results

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"


def written(rows: list[Row]) -> str:
    """The rows as the text of a seed."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main() -> int:
    """0 if the seeds are as computed, 1 if --check finds another text."""
    differ = []
    for name, rows in results().items():
        path, text = SEEDS / f"{name}.csv", written(rows)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            differ.append(path.name)
    for name in differ:
        print(f"{name} is not what the programme gives | to do: python -m tools.report_programme")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
