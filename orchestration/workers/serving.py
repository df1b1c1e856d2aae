"""The worker's side: one JSON request per line of standard input, events and results as lines of JSON.

Standard input ends when the parent ends, also when it is killed. A thread watches for that and ends the
worker, so that no worker outlives its run.
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

Emit = Callable[[Any], None]
Handler = Callable[[dict[str, Any], Emit], Any]
"""Handles one request and returns its result; events that it emits reach the parent at once. All JSON."""


def serve(prepare: Callable[[], Handler]) -> None:
    """Call `prepare` (imports, parsing), then pass every request to its handler. Does not return."""
    leave_to_parent()
    requests: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    pipe, sys.stdout = sys.stdout, sys.stderr  # libraries that print do not write into the pipe

    lock = threading.Lock()

    def write(kind: str, content: Any) -> None:
        with lock:
            print(json.dumps({kind: content}), file=pipe, flush=True)  # ASCII, whatever the locale

    handle = _prepare_without_gc(prepare)
    while True:
        request = json.loads(requests.get())
        try:
            write("result", handle(request, lambda event: write("event", event)))
        except SmartCityError as error:
            write("error", error.as_dict())
        except Exception as error:  # the parent adds what to do
            write("failure", f"{type(error).__name__}: {error}")


def _prepare_without_gc(prepare: Callable[[], Handler]) -> Handler:
    """Imports create objects that stay; garbage collection over them costs a sixth of the start-up."""
    gc.disable()
    handler = prepare()
    gc.freeze()
    gc.enable()
    return handler


def _read(requests: queue.Queue[str]) -> None:
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)
