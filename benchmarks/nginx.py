"""nginx with the configuration that `deploy/` has for a real server, on ports and in a folder of its own."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.servers import NotStarted
from scripts.find_servers import program
from tests.conftest import HOST, ROOT, free_port, stop

DEPLOYED = ROOT / "deploy" / "nginx"
START_SECONDS = 10.0

_ROUND = """\
daemon off;
pid {folder}/nginx.pid;
{user}
worker_processes auto;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/fastcgi;
    proxy_temp_path {folder}/proxy;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include mime.types;
    include site.conf;
}}
"""
"""What stands around a site's configuration: Debian's own, but nothing outside a folder."""


@contextmanager
def nginx(site: str, folder: Path, instead: Mapping[str, str]) -> Iterator[str]:
    """nginx for one of the files in `deploy/nginx`, run as whoever runs this; gives its address.

    Args:
        site: The file's name.
        folder: An empty folder for all that nginx writes.
        instead: What to write in place of what the file says, such as another port for each process.

    Raises:
        NotStarted: nginx does not start.
    """
    binary = program("nginx")
    if binary is None:
        raise NotStarted("There is no nginx.")
    port = free_port()
    here = {"listen 80;": f"listen {HOST}:{port};", "    listen [::]:80;\n": ""}
    deployed = (DEPLOYED / site).read_text(encoding="utf-8")
    (folder / "site.conf").write_text(moved(deployed, {**here, **instead}), encoding="utf-8")
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_ROUND.format(folder=folder, user=user), encoding="utf-8")
    shutil.copy(_own_folder(binary) / "mime.types", folder)
    with _running([binary, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]):
        yield f"http://{HOST}:{port}"


def moved(configuration: str, instead: Mapping[str, str]) -> str:
    """A configuration with other ports and folders.

    Raises:
        ValueError: It does not say what is to be replaced.
    """
    for old, new in instead.items():
        if old not in configuration:
            raise ValueError(f"The configuration does not say {old}")
        configuration = configuration.replace(old, new)
    return configuration


def _own_folder(binary: str) -> Path:
    """The folder of nginx's own configuration, where it keeps the list of media types."""
    told = subprocess.run([binary, "-V"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"--conf-path=(\S+)", told)
    return Path(found[1]).parent if found else Path("/etc/nginx")


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    pid = Path(command[2]) / "nginx.pid"
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        give_up = time.monotonic() + START_SECONDS
        while not pid.exists():
            if process.poll() is not None or time.monotonic() > give_up:
                raise NotStarted(f"nginx does not start: {(process.stderr.read() if process.stderr else b'').decode()}")
            time.sleep(0.05)  # its pid file is the first thing by which nginx says that it stands
        yield
    finally:
        stop(process)
