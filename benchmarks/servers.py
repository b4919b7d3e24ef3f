"""Servers to be measured: started, asked for their memory and their processor's time, and ended."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.conftest import DASHBOARD, HOST, ROOT, answers, free_port, stop, streamlit_command


class NotStarted(Exception):
    """A server did not start."""


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        url: Its address.
        process: The process itself.
    """

    url: str
    process: subprocess.Popen[bytes]

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.url.rpartition(":")[2])

    def memory(self) -> float:
        """The megabytes of memory that it holds."""
        return float(psutil.Process(self.process.pid).memory_info().rss / 1e6)

    def processor(self) -> float:
        """The seconds that the processor has spent on it."""
        spent = psutil.Process(self.process.pid).cpu_times()
        return float(spent.user + spent.system)


@contextmanager
def serving(
    script: str | Path = DASHBOARD, data: Path | None = None, log: Path | None = None, **env: str
) -> Iterator[Server]:
    """A server on a free port that answers, ended afterwards.

    Args:
        script: What it runs, from the project's folder.
        data: The folder of the tables; the project's own where none is named.
        log: Where to write what it says.
        env: Environment variables for it.

    Raises:
        NotStarted: It ended by itself, or did not answer in time.
    """
    server = start(script, data, log, **env)
    try:
        wait_for(server)
        yield server
    finally:
        stop(server.process)


def wait_for(server: Server, every: float = 0.1) -> None:
    """Wait until a server answers, asking every so many seconds.

    Raises:
        NotStarted: It ended by itself, or did not answer in time.
    """
    if not answers(server.process, server.port, every):
        raise NotStarted(f"The server does not start on port {server.port}.")


def start(script: str | Path = DASHBOARD, data: Path | None = None, log: Path | None = None, **env: str) -> Server:
    """Start a server on a free port, without waiting until it answers; the arguments are those of `serving`."""
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGNS_")}
    chosen = {"CAMPAIGNS_DATA": str(data)} if data else {}
    with log.open("wb") if log else tempfile.TemporaryFile() as sink:
        process = subprocess.Popen(
            streamlit_command(port, str(script)),
            cwd=ROOT,
            env=inherited | chosen | env,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    return Server(f"http://{HOST}:{port}", process)
