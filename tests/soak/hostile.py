"""Who says nothing, who takes or gives a byte at a time, who sends too much: and whether people are answered meanwhile. Each within the service of its own settings; what is measured is printed."""
import contextlib
import selectors
import socket
import threading
import time
import urllib.request

from stand import process_figures

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


def answered(port, data, timeout=20):
    """(status, seconds) of a request on a connection of its own; status 0: there was no answer."""
    began, got = time.monotonic(), b""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout) as connection:
        connection.sendall(data)
        while b"\r\n" not in got and (part := connection.recv(4096)):
            got += part
    return int(got.split(b" ")[1]) if got.startswith(b"HTTP/1.1 ") else 0, time.monotonic() - began


def people(stand, plan, count=30):
    """How people fare: each with a connection of his own. (how many were answered, the slowest, in ms)"""
    request = f"GET /v1/firms?limit=5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {{}}\r\n\r\n"
    told = [answered(stand.service.port, request.format(plan["tokens"][number % len(plan["tokens"])]).encode()) for number in range(count)]
    return sum(status == 200 for status, _ in told), max(seconds for _, seconds in told) * 1000


def opened(port, count, said, receive=None):
    held = []
    for _ in range(count):
        with contextlib.suppress(OSError):
            connection = socket.socket()
            if receive:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
            connection.settimeout(20)
            connection.connect(("127.0.0.1", port))
            connection.sendall(said)
            held.append(connection)
    return held


def still_open(held):
    with selectors.DefaultSelector() as selector:
        for connection in held:
            connection.setblocking(False)
            selector.register(connection, selectors.EVENT_READ)
        gone = set()
        for key, _ in selector.select(0):
            with contextlib.suppress(BlockingIOError):
                try:
                    if key.fileobj.recv(65536) == b"":
                        gone.add(key.fd)
                except OSError:
                    gone.add(key.fd)
    return len(held) - len(gone)


def close(held):
    for connection in held:
        connection.close()


def idle(stand, plan, options, report):
    before = process_figures(stand.service.process, "s")
    began = time.monotonic()
    held = opened(stand.service.port, options.idle, HEALTH)
    took = time.monotonic() - began
    told = 0
    for connection in held:  # each was answered, and keeps its connection; 429 too: one address asks
        with contextlib.suppress(OSError):
            told += connection.recv(65536).startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 429 "))
    figures = process_figures(stand.service.process, "s")
    fine, slowest = people(stand, plan)
    each = (figures["s_rss_mib"] - before["s_rss_mib"]) * 1024 / max(1, len(held))
    report.line(told == options.idle and figures["s_threads"] >= options.idle, f"{told} of {options.idle} idle connections opened in {took:.1f} s and answered, {figures['s_threads']} threads")
    report.line(each <= 64, f"memory {before['s_rss_mib']:.0f} MiB before, {figures['s_rss_mib']:.0f} with them: {each:.1f} KiB each (64 allowed)")
    report.line(fine == 30, f"{fine} of 30 people are answered meanwhile, the slowest in {slowest:.0f} ms")
    close(held)
    until = time.monotonic() + 30
    while time.monotonic() < until and process_figures(stand.service.process, "s")["s_threads"] > before["s_threads"] + 10:
        time.sleep(0.5)
    after = process_figures(stand.service.process, "s")
    report.line(after["s_threads"] <= before["s_threads"] + 10, f"when they are gone: {after['s_threads']} threads, {after['s_files']} files, {after['s_rss_mib']:.0f} MiB")


def busy(stand, pool):
    return stand.metrics()[f'wuye_pool_connections{{pool="{pool}",state="busy"}}']


def readers(stand, plan, options, report):
    """Exports read at a kilobyte a second, by many more than there are connections for."""
    request = f"GET /v1/complaints?received_from=2020-01-01T00:00:00%2B08:00 HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\nAuthorization: Bearer {plan['tokens'][0]}\r\n\r\n".encode()
    held = opened(stand.service.port, 40, request, receive=4096)
    until, freed, worst, begun = time.monotonic() + 60, None, 0, set()
    began = time.monotonic()
    while time.monotonic() < until:
        for connection in held:
            connection.setblocking(False)
            with contextlib.suppress(OSError):
                if connection.recv(1024).startswith(b"HTTP/1.1 200 "):
                    begun.add(connection)
        fine, slowest = people(stand, plan, 5)
        worst = max(worst, slowest if fine == 5 else 10 ** 6)
        if freed is None and time.monotonic() > began + 3 and not busy(stand, "exports"):
            freed = time.monotonic() - began
            break
        time.sleep(0.5)
    report.line(worst < 10 ** 6, f"40 read exports at 1 kB/s: all people are answered meanwhile, the slowest in {worst:.0f} ms")
    report.line(len(begun) > 0, f"{len(begun)} of them were given what they asked for, the rest had no connection for exports")
    report.line(freed is not None, f"their connections to the database are free again after {freed or 60:.0f} s")
    close(held)


def writers(stand, plan, options, report):
    """Headers and bodies that come a byte at a time: as long as request_timeout_s and no longer."""
    token = plan["tokens"][0]
    head = b"GET /v1/firms HTTP/1.1\r\nHost: x\r\nX-Slow: "
    body = f"POST /v1/hotline/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    held = opened(stand.service.port, 300, head) + opened(stand.service.port, 300, body)
    began, worst, left = time.monotonic(), 0, len(held)
    while left and time.monotonic() < began + 90:
        for connection in held:
            with contextlib.suppress(OSError):
                connection.send(b" ")
        fine, slowest = people(stand, plan, 5)
        worst = max(worst, slowest if fine == 5 else 10 ** 6)
        time.sleep(1)
        left = len([connection for connection in held if still_open([connection])])
    report.line(left == 0 and len(held) == 600, f"{len(held)} that write a byte a second: the last is ended after {time.monotonic() - began:.0f} s (request_timeout_s 30)")
    report.line(worst < 10 ** 6, f"all people are answered meanwhile, the slowest in {worst:.0f} ms")
    close(held)


def floods(stand, plan, options, report):
    before = process_figures(stand.service.process, "s")["s_rss_mib"]
    for name, data in (("a header of 1 MB", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: " + b"x" * 10 ** 6 + b"\r\n\r\n"), ("20,000 headers", b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: x\r\n" % n for n in range(20000)) + b"\r\n"),
                       ("a path of 1 MB", b"GET /" + b"x" * 10 ** 6 + b" HTTP/1.1\r\nHost: x\r\n\r\n")):
        told = [answered(stand.service.port, data)[0] for _ in range(50)]
        report.line(set(told) <= {0, 400, 413, 414, 431}, f"{name}, 50 times: {sorted(set(told))} (0: closed)")
    sent, began = 0, time.monotonic()
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", stand.service.port), 20) as connection:
        connection.sendall(b"POST /v1/hotline/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        while time.monotonic() < began + 60:
            connection.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
            sent += 0x10000
    report.line(sent < 64 << 20, f"a body without end is broken off after {sent / 2**20:.0f} MiB")
    data, count, begun = HEALTH * 5000, 0, time.monotonic()
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", stand.service.port), 30) as connection:
        threading.Thread(target=connection.sendall, args=(data,), daemon=True).start()
        while count < 5000 and (part := connection.recv(1 << 16)):
            count += part.count(b"HTTP/1.1 ")  # 429 too: one address asks
    report.line(count > 4900, f"5,000 requests in one piece: {count} answered in order, {count / (time.monotonic() - begun):.0f} a second, one thread")
    fine, slowest = people(stand, plan)
    after = process_figures(stand.service.process, "s")["s_rss_mib"]
    report.line(fine == 30 and after < before + 64, f"after the floods {fine} of 30 people are answered, the slowest in {slowest:.0f} ms; memory {before:.0f} MiB before, {after:.0f} after")
    with urllib.request.urlopen(f"{stand.url}/readyz", timeout=10) as answer:
        report.line(answer.status == 200, "ready")
