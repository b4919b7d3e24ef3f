"""A running dashboard for the tests that need one."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

# A law holds or it does not: how long an example takes on a busy machine says nothing about it.
settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60
DASHBOARD = "dashboard.py"


class Serve(Protocol):
    """Starts one more dashboard, with its own data and environment, and returns its address."""

    def __call__(self, data_dir: Path | None = None, script: str = DASHBOARD, **env: str) -> str: ...


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of a dashboard that shows the project's own data."""
    with dashboard() as url:
        yield url


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start dashboards for one test; they end with it."""
    with ExitStack() as running:

        def start(data_dir: Path | None = None, script: str = DASHBOARD, **env: str) -> str:
            return running.enter_context(dashboard(data_dir, script, None, **env))

        yield start


@contextmanager
def dashboard(
    data_dir: Path | None = None, script: str = DASHBOARD, log: Path | None = None, **env: str
) -> Iterator[str]:
    """A dashboard on a free port, stopped at the end; or another script that is run as it is.

    What it says while it runs goes to the file `log`, where one is named.
    """
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGNS_")}
    data = {"CAMPAIGNS_DATA": str(data_dir)} if data_dir else {}
    with (
        log.open("w+b") if log else tempfile.TemporaryFile() as said,
        subprocess.Popen(
            streamlit_command(port, script),
            cwd=ROOT,
            env=inherited | data | env,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            if not answers(server, port):
                said.seek(0)
                pytest.fail(f"The dashboard did not start:\n{said.read().decode(errors='replace')}")
            yield f"http://{HOST}:{port}"
        finally:
            stop(server)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def streamlit_command(port: int, script: str = DASHBOARD) -> list[str]:
    """As a visitor's server runs it, save that it does not watch the source files."""
    server = {"address": HOST, "port": port, "headless": "true", "fileWatcherType": "none"}
    options = [f"--server.{name}={value}" for name, value in server.items()]
    return [sys.executable, "-m", "streamlit", "run", script, *options]


def answers(server: subprocess.Popen[bytes], port: int, every: float = 0.1) -> bool:
    """Wait until the server is healthy, asking every so many seconds; no, if it ends or takes too long."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if healthy(port):
            return True
        try:
            server.wait(timeout=every)
        except subprocess.TimeoutExpired:
            continue
        return False
    return False


def healthy(port: int) -> bool:
    """Does Streamlit say that it is ready?"""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask it to end, then make it."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
