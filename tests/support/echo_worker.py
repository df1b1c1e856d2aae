"""A worker that does what it is asked: speak, refuse, sleep, die."""

from __future__ import annotations

import os
import time
from typing import Any

from orchestration.errors import StorageError
from orchestration.workers.serving import Emit, Handler, serve


def prepare() -> Handler:
    def handle(request: dict[str, Any], emit: Emit) -> Any:
        if "refuse" in request:
            raise StorageError(request["refuse"], where="here", remedy="free some")
        if "sleep" in request:
            time.sleep(request["sleep"])
        if "begin" in request:
            os.write(1, request["begin"].encode())
        if "die" in request:
            os.kill(os.getpid(), request["die"])
        for word in request["say"]:
            emit(word)
        return {"said": len(request["say"])}

    return handle


if __name__ == "__main__":
    serve(prepare)
