"""The programs of a site with several machines, on one machine: each on its own port, all files in one folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
HOST = "127.0.0.1"
SECONDS_TO_START = 60


def find_free_port() -> int:
    with socket.socket() as sock:
        sock.bind((HOST, 0))
        port: int = sock.getsockname()[1]
        return port


def is_listening(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex((HOST, port)) == 0


@dataclass
class Machine:
    """One program on a port, which can be stopped, killed and started again."""

    name: str
    command: list[str]
    port: int
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    health: str = ""  # its health check; without one it is ready as soon as its port is open
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        log = self.folder / f"{self.name}.log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env={**os.environ, **self.env}, stdout=out, stderr=out, start_new_session=True
            )
        until = time.monotonic() + SECONDS_TO_START
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{self.name} did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)

    def is_ready(self) -> bool:
        if not self.health:
            return is_listening(self.port)
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}{self.health}", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """SIGTERM goes to the program, which stops its workers; SIGKILL goes to all of them at once."""
        if not self.process or self.process.poll() is not None:
            return
        if how == signal.SIGKILL:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        self.process.wait(60)


class Postgres:
    """A server in a folder: a new primary, or a replica that follows one."""

    def __init__(self, name: str, folder: Path) -> None:
        self.port = find_free_port()
        self.data, self.log = folder / name / "data", folder / name / "log"
        self.data.parent.mkdir(mode=0o700)
        self.run_as: list[str] = []
        if os.getuid() == 0:  # PostgreSQL does not run as root
            shutil.chown(self.data.parent, "postgres")
            self.run_as = ["runuser", "-u", "postgres", "--"]

    @property
    def address(self) -> str:
        return f"postgres://postgres@{HOST}:{self.port}/postgres"

    def become_primary(self) -> None:
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    def follow(self, primary: Postgres) -> None:
        self.run("pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast", "-d", primary.address)
        self.start()

    def start(self) -> None:
        chosen = {
            "port": self.port,
            "listen_addresses": HOST,
            "unix_socket_directories": "",
            "hot_standby_feedback": "on",
        }
        options = " ".join(f"-c {name}={value}" for name, value in {**chosen, "fsync": "off"}.items())
        self.run("pg_ctl", "-D", self.data, "-w", "-s", "-l", self.log, "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.data, "-w", "-s", "-m", how, "stop")

    def run(self, program: str, *arguments: str | Path) -> None:
        newest = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), default=None)
        folder = os.environ.get("PGBIN") or newest or ""
        command = [*self.run_as, str(Path(folder, program)), *map(str, arguments)]
        done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise SystemExit(f"{program}: {done.stderr.strip()}")


def make_redis(folder: Path) -> Machine | None:
    program = shutil.which("redis-server")
    port = find_free_port()
    command = [str(program), "--port", str(port), "--bind", HOST, "--save", "", "--dir", str(folder)]
    return Machine("redis", command, port, folder) if program else None


def make_app(name: str, folder: Path, env: dict[str, str]) -> Machine:
    port = find_free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--log-level", "warning"]
    command += ["--workers", "2", "--threads", "4", "--keep-alive", "75"]
    return Machine(name, command, port, folder, env, "/healthz")


def make_nginx(folder: Path, apps: list[Machine]) -> Machine:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        raise SystemExit("nginx is needed (Debian: apt-get install nginx-light).")
    port = find_free_port()
    servers = "\n    ".join(f"server {HOST}:{app.port} max_fails=3 fail_timeout=2s;" for app in apps)
    filled = (HERE / "nginx.conf").read_text()
    for name, value in {"FOLDER": folder, "PAGES": folder, "APPS": servers, "LISTEN": f"{HOST}:{port}"}.items():
        filled = filled.replace(f"@{name}@", str(value))
    (folder / "nginx.conf").write_text(filled)
    shutil.copy(HERE / "unavailable.html", folder)
    command = [program, "-c", str(folder / "nginx.conf"), "-g", "daemon off;", "-e", str(folder / "nginx-error.log")]
    return Machine("nginx", command, port, folder)
