"""What a re-check of a release found."""

from __future__ import annotations

from dataclasses import asdict

from orchestration.console.text import say, say_json
from orchestration.release.revalidate import Revalidation


def print_validation(found: Revalidation, as_json: bool) -> None:
    """Print it; a release that does not hold has raised before."""
    if as_json:
        say_json(asdict(found))
        return
    checks = sum(len(suite.checks) for suite in found.suites)
    say(f"release {found.release_id} holds:")
    say(f"  {found.files} files have their recorded sha256")
    say(f"  {found.marts} marts have their described form")
    say(f"  {checks} checks of {len(found.suites)} suites passed")
    if found.skipped:
        say(f"  no suite any more for: {', '.join(found.skipped)}")
