"""One piece of work by one engine, in this process: the seconds that it took, and what came out.

python -m benchmarks.work polars_frames cells /tmp/microdata.csv
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path

import pyarrow as pa


def main(engine: str, work: str, data: Path) -> None:
    """Imports, a session of Spark, and what a refresh has at hand come before the clock starts."""
    pa.array([""])  # pyarrow imports pandas at the first list that it is given
    module = importlib.import_module(f"benchmarks.engines.{engine}")
    if hasattr(module, "session"):
        module.session().sql("select 1").collect()
    if hasattr(module, f"ready_{work}"):
        getattr(module, f"ready_{work}")(data)
    start = time.perf_counter()
    outcome = getattr(module, work)(data)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "outcome": [float(x) for x in outcome]}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
