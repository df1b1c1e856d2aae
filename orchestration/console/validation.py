"""What a re-check of a release found."""

from __future__ import annotations

import json
from dataclasses import asdict

from orchestration.release.revalidate import Revalidation


def print_validation(found: Revalidation, as_json: bool) -> None:
    """Print it; a release that does not hold has raised before."""
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
        return
    checks = sum(len(suite.checks) for suite in found.suites)
    print(f"release {found.release_id} holds:")
    print(f"  {found.files} files have their recorded sha256")
    print(f"  {found.marts} marts have their described form")
    print(f"  {checks} checks of {len(found.suites)} suites passed")
    if found.skipped:
        print(f"  no suite any more for: {', '.join(found.skipped)}")
