"""The printable credit report in a real browser: it is drawn, and nothing else is asked for."""
import http.server
import os
import shutil
import subprocess
import tempfile
import threading

import pytest
from things.effects import record, rulebook
from things.firms import firm

ADDRESS = "http://report.invalid/"
NOISE = ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-default-apps", "--no-default-browser-check", "--disable-features=OptimizationHints,Translate")


class Proxy:
    """All that the browser asks for goes through here: it gets the page, and whatever else it asks for is written down."""

    def __init__(self, page, headers):
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                proxy.asked.append(self.path)
                found = self.path == ADDRESS
                self.send_response(200 if found else 404)
                for name, value in headers.items() if found else ():
                    self.send_header(name, value)
                body = page if found else b""
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_CONNECT(self):
                proxy.asked.append(self.path)
                self.send_error(502)

        self.asked = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def shown(self, folder):
        """The page as the browser has it in the end, and its picture."""
        picture = os.path.join(folder, "page.png")
        arguments = [shutil.which("chromium"), *NOISE, f"--user-data-dir={folder}/profile", f"--proxy-server=http://127.0.0.1:{self.server.server_address[1]}", "--window-size=900,1400",
                     f"--screenshot={picture}", "--dump-dom", ADDRESS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        done = subprocess.run(arguments, capture_output=True, timeout=120, check=True)
        self.server.shutdown()
        self.server.server_close()
        return done.stdout.decode(), open(picture, "rb").read() if os.path.exists(picture) else b""


def outside(proxy):
    """Asked for by the page: not the page itself, nor what the browser asks of its maker."""
    return [path for path in proxy.asked if path != ADDRESS and not any(name in path for name in ("google", "gvt1", "favicon.ico"))]


@pytest.fixture
def folder():
    with tempfile.TemporaryDirectory(prefix="wuye-report-") as found:
        yield found


def test_the_report_is_drawn_and_asks_for_nothing(world, folder):
    rulebook(world)
    made = firm(world)
    world.cluster.query("update firms set name = %s, known_from = now() - interval '3 years' where id = %s", ("物业<img src=http://outside.invalid/a.png><script src=http://outside.invalid/b.js>", made["id"]))
    record(world, made["id"], "late", "30", facts="<link rel=stylesheet href=http://outside.invalid/c.css><iframe src=http://outside.invalid/d>")
    answer = world.role("district").get(f"/v1/firms/{made['id']}/credit-report", headers={"Accept": "text/html"})
    proxy = Proxy(answer.body, {name: answer.header(name) for name in ("Content-Type", "Content-Security-Policy")})
    dom, picture = proxy.shown(folder)
    assert ADDRESS in proxy.asked and outside(proxy) == []
    assert "<polyline" in dom and "<script" not in dom and "<img" not in dom and "&lt;script" in dom
    assert picture.startswith(b"\x89PNG") and len(picture) > 10000


def test_a_page_that_asks_for_something_is_noticed(folder):
    proxy = Proxy(b"<!doctype html><title>x</title><img src=http://outside.invalid/a.png>", {"Content-Type": "text/html"})
    proxy.shown(folder)
    assert outside(proxy) == ["http://outside.invalid/a.png"]
