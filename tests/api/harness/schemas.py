"""Bodies held against schemas of the contract: by Ajv, in a node of its own for each process of the tests (npm/judge.mjs says how the two speak)."""
import atexit
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import threading

PROGRAM = pathlib.Path(__file__).resolve().parents[1] / "npm/judge.mjs"


class JudgeGone(AssertionError):
    """Nothing was judged: it is not the answer that is wrong."""


class Schemas:
    """Started when the first body comes, and again for the body after the one that it died of. For any thread; one body at a time."""

    def __init__(self, document, patience=60):
        self.document, self.patience = document, patience
        self.lock, self.process, self.wire, self.errors = threading.Lock(), None, None, None
        atexit.register(self.stop)

    def faults(self, at, body, lines=False):
        """What is wrong with a body under the schema that stands there in the document; with `lines`, with the first wrong line of it."""
        with self.lock:
            try:
                if self.process is None:
                    self._start()
                self._send(b"%s %s\n%s" % (b"lines" if lines else b"whole", at.encode(), body))
                answer = self._receive()
            except (OSError, EOFError) as error:
                raise JudgeGone(f"the judge of answers (node {PROGRAM.name}) is gone: {error!r} at {at}: {self._last_words()}") from None
            except BaseException:  # its answer to this body would be taken for that to the next
                self._end()
                raise
        found = json.loads(answer) if answer else []
        if isinstance(found, dict):
            raise JudgeGone(f"the judge of answers cannot judge by {at}: {found['broken']}")
        return found

    def stop(self):
        with self.lock:
            self._end()

    def _start(self):
        if not (PROGRAM.parent / "node_modules/ajv").is_dir() or not shutil.which("node"):
            raise JudgeGone("node or its package ajv is not there: tests/support/npm tests/api/npm")
        ours, theirs = socket.socketpair()
        self.errors = tempfile.TemporaryFile()
        with theirs:
            self.process = subprocess.Popen(["node", str(PROGRAM)], stdin=theirs, stdout=theirs, stderr=self.errors, env={"PATH": os.environ["PATH"]})
        self.wire = ours
        self.wire.settimeout(self.patience)
        self._send(json.dumps(self.document).encode())

    def _send(self, frame):
        self.wire.sendall(struct.pack(">I", len(frame)) + frame)

    def _receive(self):
        return self._exactly(struct.unpack(">I", self._exactly(4))[0])

    def _exactly(self, length):
        parts = b""
        while len(parts) < length:
            part = self.wire.recv(length - len(parts))
            if not part:
                raise EOFError("it ended")
            parts += part
        return parts

    def _last_words(self):
        """Of the child, which is no more after that."""
        process, errors = self.process, self.errors
        self._end()
        if process is None:
            return "it was never there"
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()
        return f"exit {process.returncode}: {said[-2000:]}"

    def _end(self):
        """The end of its input ends it; it is killed, for it may be what does not answer."""
        process, self.process = self.process, None
        if process is None:
            return
        self.wire.close()
        process.kill()
        process.wait()
