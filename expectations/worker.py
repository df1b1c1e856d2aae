"""The gate as a process of its own: `python -m expectations.worker`.

Importing Great Expectations takes longer than validating with it, so a run starts this process first and
lets it get ready on another core while dbt works. It reads one request as a line of JSON and answers with
one line of JSON; a closed input ends it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Get ready, then answer requests until the input ends."""
    answers = sys.stdout
    sys.stdout = sys.stderr  # nothing but answers goes to the pipe
    from expectations.gate import Gate
    from expectations.result import to_json
    from expectations.suite import load_suites

    gate = Gate()
    for line in sys.stdin:
        request = json.loads(line)
        suites = load_suites()
        previous = request["previous"]
        try:
            results = gate.run(
                Path(request["marts"]),
                [suites[mart] for mart in request["suites"]],
                Path(previous) if previous else None,
            )
            answer: dict[str, Any] = {"results": to_json(results)}
        except Exception as error:  # the caller raises it with a remedy
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, ensure_ascii=False), file=answers, flush=True)


if __name__ == "__main__":
    main()
