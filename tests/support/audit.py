"""Known holes in the locked dependencies: pip-audit, or a word where its database is out of reach.

python -m tests.support.audit [LOCK ...]
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

LOCKS = ("requirements/run.txt",)
_OUT_OF_REACH = (
    "ConnectionError",
    "Max retries",
    "Failed to connect",
    "timed out",
    "Name or service",
)
_OPTIONS = ("--require-hashes", "--disable-pip", "--progress-spinner", "off", "--timeout", "10")


def audit(locks: Sequence[str] = LOCKS) -> tuple[int, str]:
    """Exit status and what to tell: 0 where nothing is known or nobody answers, 1 for a known hole."""
    requirements = [argument for lock in locks for argument in ("-r", lock)]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *_OPTIONS, *requirements],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return judged(done.returncode, done.stdout, done.stderr)


def judged(status: int, output: str, complaints: str) -> tuple[int, str]:
    """What pip-audit's end means. It ends with 1 both for a hole and for a database out of reach."""
    if status == 0:
        return 0, "no known hole in the locked dependencies"
    if any(word in complaints for word in _OUT_OF_REACH):
        return 0, "NOT AUDITED: the advisory database cannot be reached from here"
    return 1, f"{output}\n{complaints}".strip()


def main() -> None:
    """Audit the locks given, or those of the project."""
    status, told = audit(sys.argv[1:] or LOCKS)
    print(told)
    raise SystemExit(status)


if __name__ == "__main__":
    main()
