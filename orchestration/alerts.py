"""Alerts about runs: one message per run, always to a local file and, where configured, to a webhook.

The functions that build messages are pure. A webhook that does not answer stops nothing; the file says so.
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
_ERROR_LINE = re.compile(r"\bSC\d{3} .*")
_MOST_CHARACTERS = 3000


class _Delivered(BaseModel):
    """The part of a line of the file that is read again."""

    run_id: str


@dataclass(frozen=True)
class Alert:
    """One message. `run_id` makes it unique: there is one alert per run."""

    run_id: str
    kind: Kind
    text: str


def alert_of_failure(job: str, run_id: str, error: str) -> Alert:
    """The alert of a run that failed, or whose release is held until a person accepts it.

    `error` is the text of the exception; a `SmartCityError` is one line with code and remedy.
    """
    line = _first_error_line(error)
    code = line[:5] if _ERROR_LINE.match(line) else SmartCityError.code
    if code == ReleaseHeld.code:
        return Alert(run_id, "held", f":hourglass: Release held. {line}\nRun {run_id} of {job}.")
    return Alert(
        run_id,
        "failed",
        f":x: {job} failed; the current release is unchanged. {line}\n"
        f"Run {run_id}. Runbook: docs/runbooks/errors.md#{code.lower()}",
    )


def alert_of_release(run_id: str, release_id: str, headline: Sequence[Sequence[str]]) -> Alert:
    """The alert of a new release. A row of `headline` is subject, measure, first and latest value."""
    lines = [
        f"{subject}, {measure}: {first} → {latest}" for subject, measure, first, latest in headline
    ]
    text = "\n".join([f":white_check_mark: Release {release_id} is published.", *lines])
    return Alert(run_id, "published", f"{text}\nAll changes: CHANGES.md in the release.")


def deliver(alert: Alert, settings: Settings) -> bool:
    """Append `alert` to the file and post it to the webhook; False where its run has an alert already.

    A failing webhook raises nothing: `delivered` in the file is true, false or null (no webhook).
    """
    path = settings.logs / ALERTS
    if _has_alert(path, alert.run_id):
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
        response = httpx.post(
            settings.webhook_url.get_secret_value(), json={"text": text}, timeout=_PATIENCE_SECONDS
        )
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return response.is_success


def _has_alert(path: Path, run_id: str) -> bool:
    if not path.exists():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return any(_run_of(line) == run_id for line in file)


def _run_of(line: str) -> str | None:
    """The run of a line of the file; None for a damaged line."""
    try:
        return _Delivered.model_validate_json(line).run_id
    except ValidationError:
        return None


def _first_error_line(error: str) -> str:
    """The line of a `SmartCityError` in `error`, else its first line."""
    if found := _ERROR_LINE.search(error):
        return found.group().strip()
    return next(
        (line for line in error.splitlines() if line.strip()), "no reason was given"
    ).strip()
