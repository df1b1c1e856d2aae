"""The log of runs: one JSON line per event in data_lake/logs/refresh.jsonl.

The events are those of `orchestration.progress`; a listener that was active before stays active. Every
text passes `Settings.redact`, so that no key is written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration.progress import Event, Listener, current_listener, listening
from orchestration.settings import Settings
from orchestration.storage.files import storage_errors

NAME = "refresh.jsonl"
_MOST_BYTES = 5_000_000
_KEPT = 5


@contextmanager
def recording(settings: Settings, run_id: str) -> Iterator[None]:
    """Log every event of the block under `run_id`, except the progress within a stage.

    Raises `StorageError` where the log cannot be written.
    """
    import structlog

    path = settings.logs / NAME
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _rotate(path)
        file = path.open("a", encoding="utf-8", buffering=1)
    with storage_errors(path), file:
        log = structlog.wrap_logger(
            structlog.WriteLogger(file),
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _redactor(settings),
                structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
            ],
        ).bind(run_id=run_id)
        log.msg("run started")
        failed: list[str] = []
        with listening(_both(current_listener(), _writer(log, path, failed))):
            yield
        log.msg("run ended", failed=failed)


def _writer(log: Any, path: Path, failed: list[str]) -> Listener:
    def write(event: Event) -> None:
        if event.kind == "advanced":
            return
        fields: dict[str, Any] = {"stage": event.stage}
        if event.kind != "started":
            fields |= {"seconds": round(event.seconds, 3), "detail": event.detail}
        if event.kind == "failed":
            fields["error"] = str(sys.exc_info()[1])
            failed.append(event.stage)
        with storage_errors(path):
            log.msg(f"stage {event.kind}", **fields)
            for note in event.notes:
                log.msg("note", **{**note, "stage": event.stage})

    return write


def _both(first: Listener | None, second: Listener) -> Listener:
    def listen(event: Event) -> None:
        if first is not None:
            first(event)
        second(event)

    return listen


def _redactor(settings: Settings) -> Any:
    def redact(_: Any, __: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for name, value in fields.items():
            if isinstance(value, str):
                fields[name] = settings.redact(value)
        return fields

    return redact


def _rotate(path: Path) -> None:
    """Rotate: refresh.jsonl becomes refresh.1.jsonl, that .2, and so on; the oldest is removed."""
    if not path.exists() or path.stat().st_size < _MOST_BYTES:
        return
    for number in range(_KEPT - 1, 0, -1):
        older = path.with_suffix(f".{number}.jsonl")
        if older.exists():
            older.replace(path.with_suffix(f".{number + 1}.jsonl"))
    path.replace(path.with_suffix(".1.jsonl"))
