"""Commands that manage releases: releases, release, diff, rollback, validate."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from orchestration.commands.completion import complete_release
from orchestration.commands.options import AsJson, ReleaseId, Wait, release_catalog, release_folder
from orchestration.console.text import print_json, print_text
from orchestration.errors import ConfigurationError, ReleaseError
from orchestration.settings import load_settings


def releases(as_json: AsJson = False) -> None:
    """List all releases, the latest first.

    The exit status is 1 if a release, or the link to the current release, is damaged.

    Example: smartcity releases
    """
    from orchestration.console.tables import print_rows
    from orchestration.release.catalog import POINTER_REMEDY

    known = release_catalog()
    current, pins = known.current_id(), known.pins()
    rows = [
        [
            r.release_id,
            r.number or "",
            "current" if r.release_id == current else "",
            pins.get(r.release_id, ""),
            r.published_at,
            sum(r.marts.values()),
            r.checks,
            r.accepted or "",
        ]
        for r in known.all()
    ]
    rows += [[release_id, "", "damaged", "", "", "", "", ""] for release_id in known.damaged()]
    names = [
        "release_id",
        "number",
        "state",
        "pinned",
        "published_at",
        "rows",
        "checks",
        "accepted",
    ]
    print_rows(names, rows, "json" if as_json else "table")
    if damage := known.pointer_damage():
        raise ReleaseError(damage, where=str(known.root), remedy=POINTER_REMEDY)
    for release_id in known.damaged():
        known.record(release_id)


def release(
    accept: Annotated[str, typer.Option(help="Publish the held release; give the reason.")] = "",
    pin: Annotated[str, typer.Option(help="Never remove this release.")] = "",
    reason: Annotated[str, typer.Option(help="Reason for --pin.")] = "",
    unpin: Annotated[str, typer.Option(help="Allow the removal of this release again.")] = "",
    keep: Annotated[
        int,
        typer.Option(
            help="Remove all releases except the latest N, the current and the pinned ones. 0 removes none."
        ),
    ] = 0,
    wait: Wait = 0,
) -> None:
    """Accept, pin, unpin or remove releases.

    Example: smartcity release --accept "the agency revised 2022, see its notice"
    """
    from orchestration.lake.lock import lake_lock
    from orchestration.release import held_release, retention

    if not (accept or pin or unpin or keep):
        raise ConfigurationError(
            "no option was given",
            where="smartcity release",
            remedy="use --accept, --pin, --unpin or --keep",
        )
    known = release_catalog()
    with lake_lock(load_settings().lake, wait):
        if accept:
            record = held_release.accept(known, accept, datetime.now(UTC))
            print_text(f"published {record.name}, accepted because: {record.accepted}")
        if pin:
            pin = known.resolve(pin)
            retention.pin(known, pin, reason or "no reason given")
            print_text(f"pinned {pin}")
        if unpin:
            unpin = known.resolve(unpin)
            retention.unpin(known, unpin)
            print_text(f"unpinned {unpin}")
        if keep:
            removed = retention.prune(known, keep)
            print_text(f"removed: {', '.join(removed) or 'no release'}")


def diff(
    old: Annotated[
        str,
        typer.Argument(help="Id or number of the older release.", autocompletion=complete_release),
    ],
    new: Annotated[
        str,
        typer.Argument(help="Id or number of the newer release.", autocompletion=complete_release),
    ],
    as_json: AsJson = False,
) -> None:
    """Show the changes between two releases by size.

    Example: smartcity diff r-0123456789ab r-ba9876543210
    """
    from orchestration.release.changes import compare
    from orchestration.release.changes_markdown import to_markdown

    known = release_catalog()
    comparison = compare(*(known.folder(known.resolve(name)) for name in (old, new)))
    if as_json:
        print_json(comparison.to_json())
    else:
        print_text(to_markdown(comparison))


def rollback(
    release_id: Annotated[
        str,
        typer.Argument(
            help="Id or number of the release to make current.", autocompletion=complete_release
        ),
    ],
    wait: Wait = 0,
) -> None:
    """Make an older release the current one.

    Example: smartcity rollback r-0123456789ab
    """
    from orchestration.lake.lock import lake_lock
    from orchestration.release.rollback import rollback as make_current

    with lake_lock(load_settings().lake, wait):
        known = release_catalog()
        record = make_current(known, known.resolve(release_id))
    print_text(f"release {record.name}, published {record.published_at}, is current")


def validate(release: ReleaseId = None, as_json: AsJson = False) -> None:
    """Check a release again: files, schema and all suites.

    Example: smartcity validate
    """
    from orchestration.console.validation import print_validation
    from orchestration.release.revalidate import revalidate

    print_validation(revalidate(release_folder(release)), as_json)
