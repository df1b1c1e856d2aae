"""Commands about releases: releases, release, diff, rollback, validate."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from orchestration.commands.options import AsJson, OfRelease, Wait, catalog, release_folder
from orchestration.console.text import say, say_json
from orchestration.errors import ConfigurationError, ReleaseError
from orchestration.settings import load_settings


def releases(as_json: AsJson = False) -> None:
    """List all releases, the latest first. Exit status 1 where one, or what is current, is damaged.

    Example: smartcity releases
    """
    from orchestration.console.tables import print_rows
    from orchestration.release.catalog import POINTER_REMEDY

    known = catalog()
    current, pins = known.current_id(), known.pins()
    rows = [
        [
            r.release_id,
            "current" if r.release_id == current else "",
            pins.get(r.release_id, ""),
            r.published_at,
            sum(r.marts.values()),
            r.checks,
            r.accepted or "",
        ]
        for r in known.all()
    ]
    rows += [[release_id, "damaged", "", "", "", "", ""] for release_id in known.damaged()]
    names = ["release_id", "state", "pinned", "published_at", "rows", "checks", "accepted"]
    print_rows(names, rows, "json" if as_json else "table")
    if damage := known.pointer_damage():
        raise ReleaseError(damage, where=str(known.root), remedy=POINTER_REMEDY)
    for release_id in known.damaged():
        known.record(release_id)


def release(
    accept: Annotated[str, typer.Option(help="Publish the held release, for this reason.")] = "",
    pin: Annotated[str, typer.Option(help="Keep this release for good.")] = "",
    reason: Annotated[str, typer.Option(help="Why it is pinned.")] = "",
    unpin: Annotated[str, typer.Option(help="Let retention remove this release again.")] = "",
    keep: Annotated[int, typer.Option(help="Remove all but the latest N and the pinned.")] = 0,
    wait: Wait = 0,
) -> None:
    """Decide on releases: accept the held one, pin, unpin, remove old ones.

    Example: smartcity release --accept "the agency revised 2022, see its notice"
    """
    from orchestration.lake.lock import lake_lock
    from orchestration.release import held_release, retention

    if not (accept or pin or unpin or keep):
        raise ConfigurationError(
            "nothing to do", where="release", remedy="give --accept, --pin, --unpin or --keep"
        )
    known = catalog()
    with lake_lock(load_settings().lake, wait):
        if accept:
            record = held_release.accept(known, accept, datetime.now(UTC))
            say(f"published {record.release_id}, accepted: {record.accepted}")
        if pin:
            retention.pin(known, pin, reason or "no reason given")
            say(f"pinned {pin}")
        if unpin:
            retention.unpin(known, unpin)
            say(f"unpinned {unpin}")
        if keep:
            removed = retention.prune(known, keep)
            say(f"removed {len(removed)}: {', '.join(removed) or 'none'}")


def diff(
    old: Annotated[str, typer.Argument(help="The older release.")],
    new: Annotated[str, typer.Argument(help="The newer release.")],
    as_json: AsJson = False,
) -> None:
    """What changed between two releases, sorted into large, moderate and small.

    Example: smartcity diff r-0123456789ab r-ba9876543210
    """
    from orchestration.release.changes import compare
    from orchestration.release.changes_markdown import to_markdown

    known = catalog()
    comparison = compare(known.folder(old), known.folder(new))
    if as_json:
        say_json(comparison.to_json())
    else:
        say(to_markdown(comparison))


def rollback(
    release_id: Annotated[str, typer.Argument(help="The release to go back to.")],
    wait: Wait = 0,
) -> None:
    """Make an older release the current one.

    Example: smartcity rollback r-0123456789ab
    """
    from orchestration.lake.lock import lake_lock
    from orchestration.release.rollback import rollback as go_back

    with lake_lock(load_settings().lake, wait):
        record = go_back(catalog(), release_id)
    say(f"{record.release_id} of {record.published_at} is current")


def validate(release: OfRelease = None, as_json: AsJson = False) -> None:
    """Check a release again: checksums, schema, and every suite of the gate.

    Example: smartcity validate
    """
    from orchestration.console.validation import print_validation
    from orchestration.release.revalidate import revalidate

    print_validation(revalidate(release_folder(release)), as_json)
