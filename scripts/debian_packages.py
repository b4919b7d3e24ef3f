"""Programs that the tests need, out of Debian's packages."""

from __future__ import annotations

import os
import shutil
import subprocess

PACKAGE_SECONDS = 600


def install(purpose: str, *packages: str) -> bool:
    """Install packages where there is an apt-get and it may be used; tell whether they are there now."""
    if not shutil.which("apt-get"):
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    print(f"Installing Debian's {' and '.join(packages)} for {purpose} ...", flush=True)
    steps = (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages])
    return all(
        succeeds([*as_root, "apt-get", *step], PACKAGE_SECONDS, DEBIAN_FRONTEND="noninteractive") for step in steps
    )


def succeeds(command: list[str], seconds: int, **env: str) -> bool:
    """Run a command silently; a missing, failing or hanging one is a plain no."""
    try:
        done = subprocess.run(
            command,
            env=os.environ | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
