"""The front end's web server, and a headless Chromium that is led through the provider's own login page."""
import http.server
import json
import os
import pathlib
import shutil
import tempfile
import threading

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

PAGE = pathlib.Path(__file__).with_name("front.html")
WAIT = 30


class Front:
    def __init__(self):
        front = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                found = self.path.split("?")[0] == "/"
                body = PAGE.read_text(encoding="utf-8").replace("/*settings*/", json.dumps(front.settings)).encode() if found else b""
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.settings = {}
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.origin = f"http://localhost:{self.server.server_address[1]}"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Browser:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="wuye-chromium-")
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                         "--disable-sync", "--no-proxy-server", "--lang=en", f"--user-data-dir={self.folder}"):
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        self.driver.set_page_load_timeout(WAIT)

    def stop(self):
        self.driver.quit()
        shutil.rmtree(self.folder, ignore_errors=True)

    def shown(self, selector, wait=WAIT):
        """The first element that is shown; waits for it."""
        def find(driver):
            return next((element for element in driver.find_elements(By.CSS_SELECTOR, selector) if element.is_displayed() and element.is_enabled()), False)
        try:
            return WebDriverWait(self.driver, wait, 0.1).until(find)
        except Exception as fault:
            raise AssertionError(f"{selector} does not appear at {self.driver.current_url}\n{self.driver.page_source[:3000]}\n{self.driver.get_log('browser')}") from fault

    def sign_in(self, front, name, password, wait=WAIT):
        """From the front end's button to what it shows in the end."""
        self.driver.delete_all_cookies()
        self.driver.get(front.origin + "/")
        self.shown("#sign-in").click()
        self.shown("input#username").send_keys(name)
        self.shown("input#password").send_keys(password)
        self.shown("#loginbut").click()
        self.shown("button.btn-success", wait).click()  # continue, as this person
        self.shown("#said")
        said = WebDriverWait(self.driver, WAIT, 0.1).until(lambda driver: driver.find_element(By.ID, "said").text)
        return json.loads(said)
