"""A Spark standalone cluster on loopback: master, workers and a Connect server, each its own process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
_CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
_CONF = {
    "spark.executor.memory": "768m",
    "spark.executor.cores": "1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


@dataclass
class Cluster:
    """The processes of a running cluster and the address of its Connect server."""

    remote: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def kill_worker(self, number: int) -> None:
        """Kill -9 a worker together with its executors: the machine is gone."""
        _kill(self.workers[number])


@contextmanager
def spark_cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster with one core a worker; logs and work files below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    master, connect = _free_port(), _free_port()
    address = f"spark://127.0.0.1:{master}"
    with ExitStack() as running:
        at = ["--host", "127.0.0.1", "--port"]
        _start(
            running, folder, "master", ["org.apache.spark.deploy.master.Master", *at, str(master)]
        )
        _wait_for(master)
        cluster = Cluster(f"sc://127.0.0.1:{connect}")
        for number in range(workers):
            command = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1"]
            command += ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"w{number}")]
            cluster.workers.append(_start(running, folder, f"worker{number}", [*command, address]))
        conf = {
            **_CONF,
            "spark.connect.grpc.binding.port": str(connect),
            "spark.sql.warehouse.dir": str(folder / "warehouse"),
        }
        given = [part for name, value in conf.items() for part in ("--conf", f"{name}={value}")]
        submit = ["org.apache.spark.deploy.SparkSubmit", "--master", address, *given]
        submit += ["--class", _CONNECT, "spark-internal"]
        _start(running, folder, "connect", submit, memory="1g")
        _wait_for(connect)
        yield cluster


def _start(
    running: ExitStack, folder: Path, name: str, command: list[str], memory: str = "256m"
) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "SPARK_HOME": str(HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": memory,
        "SPARK_CONF_DIR": str(folder),
    }
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [str(HOME / "bin" / "spark-class"), *command],
            env=environment,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running.callback(_kill, process)
    return process


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise TimeoutError(f"nothing listens on port {port}")
