"""Write the seeds, or compare them with `--check`."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from tools.report_programme.results import Row, compute_seeds

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"


def seed_text(rows: list[Row]) -> str:
    """The rows as the text of a seed's CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main() -> int:
    """Write or compare the seeds; returns 1 if `--check` finds a difference."""
    differ = []
    for name, rows in compute_seeds().items():
        path, text = SEEDS / f"{name}.csv", seed_text(rows)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            differ.append(path.name)
    for name in differ:
        print(f"{name} differs from the computed seed | to do: python -m tools.report_programme")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
