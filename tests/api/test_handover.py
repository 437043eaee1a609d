"""The process is replaced while it serves: by a successor that gets its socket, and by a supervisor that holds it; nobody is refused, and the supervisor knows who serves."""
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

import pytest
from harness.service import PROGRAM, SANITIZER_WORDS, environment, free_port

CLIENTS, KEPT = 6, 20  # some keep their connection for so many requests, some open one for each


def wait_for(what, seconds=40):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it does not come")


def ended(pid):
    """Gone, or a zombie that nobody has asked after yet."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


class Supervisor:
    """What systemd does, as far as it matters here: a listening socket passed as file 3, and a socket for notices."""

    def __init__(self, world, folder, **settings):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.listener.getsockname()[1]
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(f"{folder}/notify")
        self.notices.settimeout(40)
        self.log = pathlib.Path(folder) / "supervised.log"
        self.environment = {**environment(world.cluster, port=free_port(), drain_idle_ms=15000, **settings), "NOTIFY_SOCKET": f"{folder}/notify", "LISTEN_FDS": "1"}

    def start(self):
        with open(self.log, "ab") as log:
            # The shell's number becomes the program's, as systemd says it in LISTEN_PID.
            # Moved out of the way of its own number first: Popen has the socket under whatever number it has.
            command = ["/bin/bash", "-c", f'exec 3<&{self.listener.fileno()}; LISTEN_PID=$$ exec "$0" serve', str(PROGRAM)]
            return subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, pass_fds=[self.listener.fileno()])

    def ready(self):
        """The number of whoever says that it serves."""
        while True:
            lines = dict(line.split("=", 1) for line in self.notices.recv(4096).decode().splitlines())
            if lines.get("READY") == "1" and "MAINPID" in lines:
                return int(lines["MAINPID"])


class Load:
    """Clients that ask without a pause until they are told to stop; whatever is no answer 200 or 201 is kept."""

    def __init__(self, world, port):
        self.world, self.port, self.stop, self.done, self.failed = world, port, threading.Event(), [0] * CLIENTS, []
        self.token, self.sent = world.token("hotline@150202"), []
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def ask(self, connection, number):
        if number % 3:
            connection.request("GET", "/v1/divisions?limit=1")
        else:
            ticket = self.world.ticket()
            connection.request("POST", "/v1/hotline/tickets", json.dumps(ticket), {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (200, 201):
            self.failed.append(answer.status)
        elif number % 3 == 0:
            self.sent.append(ticket["ticket_no"])

    def run(self, number):
        connection, asked = None, 0
        while not self.stop.is_set():
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self.ask(connection, number)
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                connection = None
                continue
            self.done[number] += 1
            asked += 1
            if number % 2 or asked % KEPT == 0:
                connection.close()
                connection = None

    def more(self, each):
        """Each client has had so many more answers."""
        wished = [done + each for done in self.done]
        wait_for(lambda: all(done >= wish for done, wish in zip(self.done, wished)), 120)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()
        assert not self.failed, self.failed[:5]
        rows = self.world.cluster.query("select count(*) from tickets where ticket_no = any(%s)", (self.sent,))
        assert rows[0]["count"] == len(self.sent) == len(set(self.sent))


def test_a_successor_takes_over_under_load_and_nobody_notices(world, tmp_path):
    supervisor = Supervisor(world, tmp_path)
    first = supervisor.start()
    serving = supervisor.ready()
    assert serving == first.pid
    load = Load(world, supervisor.port)
    successors = []
    try:
        for _ in range(2):
            load.more(5)
            os.kill(serving, signal.SIGUSR2)
            successor = supervisor.ready()
            assert successor != serving
            wait_for(lambda old=serving: ended(old))
            serving = successor
            successors.append(successor)
            load.more(5)
        assert first.wait(40) == 0
        load.end()
    finally:
        load.stop.set()
        os.kill(serving, signal.SIGTERM)
        wait_for(lambda: ended(serving))
        first.wait(40)
    assert not SANITIZER_WORDS.search(supervisor.log.read_text(errors="replace"))


def test_a_restart_keeps_new_callers_waiting_and_refuses_none(world, tmp_path):
    supervisor = Supervisor(world, tmp_path)
    process = supervisor.start()
    supervisor.ready()
    load = Load(world, supervisor.port)
    try:
        load.more(5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        process = supervisor.start()
        supervisor.ready()
        load.more(5)
        load.end()
    finally:
        load.stop.set()
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def test_a_successor_that_cannot_serve_leaves_all_as_it_was(world, tmp_path):
    settings = tmp_path / "wuye.conf"
    settings.write_text("log_level = info\n", encoding="utf-8")
    supervisor = Supervisor(world, tmp_path, config=settings)
    process = supervisor.start()
    supervisor.ready()
    settings.write_text("no_such_key = 1\n", encoding="utf-8")
    process.send_signal(signal.SIGUSR2)
    wait_for(lambda: "the successor did not come to serve" in supervisor.log.read_text(encoding="utf-8"))
    connection = http.client.HTTPConnection("127.0.0.1", supervisor.port, timeout=20)
    connection.request("GET", "/readyz")
    assert connection.getresponse().status == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_a_successor_that_ends_on_its_own_is_noticed_and_the_next_one_takes_over(world, tmp_path):
    """It has let go of whoever started it by then: nobody's child tells that it ended."""
    settings = tmp_path / "wuye.conf"
    settings.write_text("log_level = info\n", encoding="utf-8")
    (tmp_path / "providers.json").write_text("no JSON", encoding="utf-8")
    supervisor = Supervisor(world, tmp_path, config=settings)
    process = supervisor.start()
    assert supervisor.ready() == process.pid
    settings.write_text(f"oidc_providers_file = {tmp_path}/providers.json\n", encoding="utf-8")
    process.send_signal(signal.SIGUSR2)
    wait_for(lambda: "the successor did not come to serve" in supervisor.log.read_text(encoding="utf-8"))
    settings.write_text("log_level = info\n", encoding="utf-8")
    process.send_signal(signal.SIGUSR2)
    successor = supervisor.ready()
    assert successor != process.pid and process.wait(60) == 0
    os.kill(successor, signal.SIGTERM)
    wait_for(lambda: ended(successor))


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_the_supervisor_is_told_of_life(command, world, tmp_path):
    supervisor = Supervisor(world, tmp_path, worker_interval_s=1)
    values = {**supervisor.environment, "WATCHDOG_USEC": "400000"}
    values.pop("LISTEN_FDS")
    with open(supervisor.log, "ab") as log:
        process = subprocess.Popen([str(PROGRAM), command], env=values, stdout=log, stderr=log)
    told = []
    while told.count("WATCHDOG=1") < 3:
        told += supervisor.notices.recv(4096).decode().splitlines()
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0 and "READY=1" in told
    while "STOPPING=1" not in told:
        told += supervisor.notices.recv(4096).decode().splitlines()


def test_secrets_come_from_files_of_their_own_and_stand_in_no_environment(world, tmp_path):
    values = environment(world.cluster, port=free_port())
    folder = tmp_path / "credentials"
    folder.mkdir()
    for name in ("secret", "seal_keys"):
        (folder / name).write_text(values.pop(f"WUYE_{name.upper()}") + "\n", encoding="utf-8")
    for name, other in (("CREDENTIALS_DIRECTORY", "x"), ("WUYE_SECRETS_DIR", "y")):
        there = {**values, name: str(folder)}
        done = subprocess.run([str(PROGRAM), "check"], env=there, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0 and "secret = (set)  # credential" in done.stdout, (done, other)
    (folder / "secret").write_text("too short", encoding="utf-8")
    done = subprocess.run([str(PROGRAM), "check"], env={**values, "CREDENTIALS_DIRECTORY": str(folder)}, capture_output=True, text=True, timeout=60)
    assert done.returncode and "secret: must be base64" in done.stderr and "too short" not in done.stderr + done.stdout
