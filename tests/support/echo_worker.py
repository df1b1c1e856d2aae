"""A worker that does what it is asked: speak, refuse, sleep, die."""

from __future__ import annotations

import os
import time
from typing import Any

from orchestration.errors import StorageError
from orchestration.workers.serving import Handler, Tell, serve


def get_ready() -> Handler:
    def handle(request: dict[str, Any], tell: Tell) -> Any:
        if "refuse" in request:
            raise StorageError(request["refuse"], where="here", remedy="free some")
        if "sleep" in request:
            time.sleep(request["sleep"])
        if "die" in request:
            os.kill(os.getpid(), request["die"])
        for word in request["say"]:
            tell(word)
        return {"said": len(request["say"])}

    return handle


if __name__ == "__main__":
    serve(get_ready)
