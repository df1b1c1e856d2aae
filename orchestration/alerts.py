"""What people are told about a run: one message a run, to a webhook and always to a local file.

The messages are made by pure functions. A webhook that does not answer stops nothing: the file says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from orchestration.errors import ReleaseHeld, SmartCityError
from orchestration.settings import Settings

Kind = Literal["failed", "held", "published"]
ALERTS = "alerts.jsonl"
_PATIENCE_SECONDS = 10.0
_OURS = re.compile(r"\bSC\d{3} .*")
_MOST_CHARACTERS = 3000


class _Delivered(BaseModel):
    """What is read again of a line of the file."""

    run_id: str


@dataclass(frozen=True)
class Alert:
    """One message. `run_id` makes it unique: a run is told of once."""

    run_id: str
    kind: Kind
    text: str


def about_failure(job: str, run_id: str, error: str) -> Alert:
    """A run that failed, or that ended in a release which waits for a person.

    `error` is the text of the exception; our own errors are one line with code and remedy.
    """
    line = _first_of_ours(error)
    code = line[:5] if _OURS.match(line) else SmartCityError.code
    if code == ReleaseHeld.code:
        return Alert(run_id, "held", f":hourglass: Release held. {line}\nRun {run_id} of {job}.")
    return Alert(
        run_id,
        "failed",
        f":x: {job} failed; the current release is as it was. {line}\n"
        f"Run {run_id}. Runbook: docs/runbooks/errors.md#{code.lower()}",
    )


def about_release(run_id: str, release_id: str, headline: Sequence[Sequence[str]]) -> Alert:
    """A new release, with the numbers that people ask for first: subject, measure, first, latest."""
    lines = [
        f"{subject}, {measure}: {first} → {latest}" for subject, measure, first, latest in headline
    ]
    text = "\n".join([f":white_check_mark: Release {release_id} is published.", *lines])
    return Alert(run_id, "published", f"{text}\nAll changes: CHANGES.md in the release.")


def deliver(alert: Alert, settings: Settings) -> bool:
    """Write `alert` down and post it to the webhook; False where its run was told of before.

    Never raises for the webhook's sake: `delivered` in the file is true, false or null (no webhook).
    """
    path = settings.logs / ALERTS
    if _told(path, alert.run_id):
        return False
    text = settings.redact(alert.text)[:_MOST_CHARACTERS]
    record = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "run_id": alert.run_id,
        "kind": alert.kind,
        "text": text,
        "delivered": _post(text, settings),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return True


def _post(text: str, settings: Settings) -> bool | None:
    if settings.webhook_url is None:
        return None
    import httpx

    try:
        answer = httpx.post(
            settings.webhook_url.get_secret_value(), json={"text": text}, timeout=_PATIENCE_SECONDS
        )
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return answer.is_success


def _told(path: Path, run_id: str) -> bool:
    if not path.exists():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return any(_run_of(line) == run_id for line in file)


def _run_of(line: str) -> str | None:
    """The run that a line of the file tells of; None for a line that a crash or a person spoilt."""
    try:
        return _Delivered.model_validate_json(line).run_id
    except ValidationError:
        return None


def _first_of_ours(error: str) -> str:
    """The line that one of our errors makes, found in any wrapping; else the first line."""
    if ours := _OURS.search(error):
        return ours.group().strip()
    return next(
        (line for line in error.splitlines() if line.strip()), "no reason was given"
    ).strip()
