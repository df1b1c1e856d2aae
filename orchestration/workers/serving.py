"""The side of the worker: one request a line of JSON, answers the same way, until the input ends.

The input ends when the run that started the worker ends, however it ends; a thread watches it, so that
nothing of a run outlives it.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any

from orchestration.errors import SmartCityError
from orchestration.stopping import leave_to_parent

Tell = Callable[[Any], None]
Handler = Callable[[dict[str, Any], Tell], Any]
"""Answers one request; what it tells on the way reaches the run at once. All of it JSON."""


def serve(get_ready: Callable[[], Handler]) -> None:
    """Get ready (imports and all), then answer every request with its handler. Does not return."""
    leave_to_parent()
    requests: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    answers, sys.stdout = sys.stdout, sys.stderr  # nothing but answers goes to the pipe

    one_at_a_time = threading.Lock()

    def say(kind: str, content: Any) -> None:
        with one_at_a_time:
            print(
                json.dumps({kind: content}), file=answers, flush=True
            )  # ASCII, whatever the locale

    handle = _without_collecting(get_ready)
    while True:
        request = json.loads(requests.get())
        try:
            say("answer", handle(request, lambda told: say("told", told)))
        except SmartCityError as error:
            say("error", error.as_dict())
        except Exception as error:  # the run says it with a remedy
            say("broke", f"{type(error).__name__}: {error}")


def _without_collecting(get_ready: Callable[[], Handler]) -> Handler:
    """What is imported stays: looking through it for garbage costs a sixth of the time."""
    gc.disable()
    handler = get_ready()
    gc.freeze()
    gc.enable()
    return handler


def _read(requests: queue.Queue[str]) -> None:
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)
