"""A PostgreSQL server of the tests' own on loopback, where this machine has one installed."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = "a word with ' and \" in it"  # noqa: S105  # of a server that lives for one test run
USER = "claimhouse"


@dataclass(frozen=True)
class PostgresServer:
    """A running server. `user` and `PASSWORD` open it on loopback; its programs need none on its socket."""

    programs: Path
    folder: Path
    port: int

    def connection(self, database: str, *, user: str = USER) -> str:
        """libpq's keys and values, without the password."""
        return f"dbname={database} host=127.0.0.1 port={self.port} user={user}"

    def create(self, database: str, *, template: str = "template0") -> None:
        self._run("createdb", "-T", template, database)

    def sql(self, database: str, statement: str) -> str:
        return self._run("psql", "-qAtX", "-c", statement, "-d", database)

    def _run(self, program: str, *arguments: str) -> str:
        command = [self.programs / program, "-h", self.folder, "-p", str(self.port), "-U", USER, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def postgres_programs() -> Path | None:
    """The folder with PostgreSQL's programs, the newest of several; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    return next((path.parent for path in [*found, *([Path(on_path).resolve()] if on_path else [])]), None)


@contextmanager
def postgres_running(programs: Path) -> Iterator[PostgresServer]:
    """A new server, which is gone with all its data at the end of the block. It never runs as root."""
    folder = Path(tempfile.mkdtemp(prefix="claimhouse-postgres-"))
    try:
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            account = _account()
            for path in (folder, folder / "password"):
                os.chown(path, account.pw_uid, account.pw_gid)
        data = folder / "data"
        asked = ["-U", USER, "-E", "UTF8", "--locale=C", "--no-sync", "--auth-local=trust", "--auth-host=scram-sha-256"]
        _as_nobody([programs / "initdb", "-D", data, f"--pwfile={folder / 'password'}", *asked])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        started = f"-p {port} -k {folder} -c fsync=off -c listen_addresses=127.0.0.1"
        control = [programs / "pg_ctl", "-D", data, "-w", "-s"]
        _as_nobody([*control, "-o", started, "-l", folder / "log", "start"])
        try:
            yield PostgresServer(programs, folder, port)
        finally:
            _as_nobody([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder)


def _account() -> pwd.struct_passwd:
    """Whom a root's server runs as."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError("neither postgres nor nobody is a user here")


def _as_nobody(command: Sequence[object]) -> None:
    whom: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = _account()
        whom = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    nothing = subprocess.DEVNULL
    subprocess.run([str(part) for part in command], check=True, cwd="/", stdin=nothing, stdout=nothing, **whom)
