"""What a release of a history's lake costs: every process with its own time and peak memory.

    python -m benchmarks.release census LAKE

LAKE is loaded before, as `python -m benchmarks.history_steps load census LAKE` does year by year.
"""

from __future__ import annotations

import sys

from benchmarks.measure import measured


def main() -> None:
    cost = measured("benchmarks.release_steps", sys.argv[1:])
    for stage, told in cost.answer.items():
        print(f"{stage}: {told}")
    print(
        f"all: {cost.seconds:.0f} s, {cost.cpu_seconds:.0f} processor s, {cost.peak_mib:,.0f} MiB"
    )
    for share in cost.shares:
        print(f"  {share.name}: {share.cpu_seconds:.0f} processor s, {share.peak_mib:,.0f} MiB")


if __name__ == "__main__":
    main()
