"""Packages and trails as files, written by nothing of the service: what its own have to be like, and what `wuye verify` is tried on."""
import base64
import gzip
import hashlib
import json
import pathlib
import shutil

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

DISTRICT = "150202"


def sha(data):
    return hashlib.sha256(data).hexdigest()


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    def __init__(self):
        self.private = ec.generate_private_key(ec.SECP256R1())
        numbers = self.private.public_key().public_numbers()
        made = {"crv": "P-256", "kty": "EC", "x": url64(numbers.x.to_bytes(32, "big")), "y": url64(numbers.y.to_bytes(32, "big"))}
        self.thumbprint = url64(hashlib.sha256(json.dumps(made, sort_keys=True, separators=(",", ":")).encode()).digest())
        self.public = {**made, "alg": "ES256", "kid": self.thumbprint, "use": "sig"}

    def sign(self, data, **header):
        head = url64(json.dumps({"alg": "ES256", "jwk": self.public, "kid": self.thumbprint, "typ": "wuye-manifest+jws", **header}).encode())
        r, s = utils.decode_dss_signature(self.private.sign(f"{head}.{url64(data)}".encode(), ec.ECDSA(hashes.SHA256())))
        return f"{head}..{url64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def canonical(manifest):
    return (json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


class Package:
    """Two datasets in both formats, one of them in two parts; a text holds line breaks and quotes."""

    def __init__(self, folder, key, month="2026-10", version=1, previous=None, supersedes=None, audit=None):
        self.folder, self.key, self.parts = pathlib.Path(folder), key, {}
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "parts").mkdir(parents=True)
        datasets = [self.dataset("firms", "snapshot", [3]), self.dataset("complaints", "changes", [2, 4])]
        self.manifest = {
            "format": "wuye-exchange/1", "district_code": DISTRICT, "month": month, "version": version, "reason": None if version == 1 else "更正：漏报一户", "frozen_at": "2026-11-02T09:00:00+08:00",
            "supersedes": supersedes, "previous": previous, "schema_version": "0.1.0+87", "feed_cursor": 4711, "audit": audit, "datasets": datasets}
        self.write()

    def dataset(self, name, file, sizes):
        parts = []
        for number, rows in enumerate(sizes, 1):
            items = [{"id": f"{number}-{i}", "text": f"第{i}行，\"引\"\n下一行"} for i in range(rows)]
            texts = {"ndjson": "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items),
                     "csv": "\ufeffid,text\r\n" + "".join('{},"{}"\r\n'.format(item["id"], item["text"].replace('"', '""')) for item in items)}
            for kind, text in texts.items():
                raw = text.encode()
                packed = gzip.compress(raw, mtime=0)
                part = f"{name}.{file}-{number:04}.{kind}.gz"
                (self.folder / "parts" / part).write_bytes(packed)
                parts.append({"name": part, "format": kind, "number": number, "rows": rows, "bytes": len(packed), "sha256": sha(packed), "raw_bytes": len(raw), "raw_sha256": sha(raw)})
        return {"dataset": name, "file": file, "rows": sum(sizes), "parts": parts}

    def write(self, **header):
        """The manifest as it says now, signed."""
        data = canonical(self.manifest)
        (self.folder / "manifest.json").write_bytes(data)
        (self.folder / "manifest.jws").write_text(self.key.sign(data, **header))
        self.sha256 = sha(data)

    @property
    def named(self):
        return {"month": self.manifest["month"], "version": self.manifest["version"], "sha256": self.sha256}


class Trail:
    """A month of the trail as the service gives it."""

    def __init__(self, month="2026-10", previous=None, rows=6):
        self.month, self.previous, self.lines = month, previous, []
        link = sha("\n".join(["wuye-audit/1", DISTRICT, month, previous or ""]).encode())
        for n in range(1, rows + 1):
            identity = f"01900000-0000-7000-8000-{n:012}"
            row = json.dumps({"log": "audit", "at": f"{month}-03T08:00:00.{n * 100000:06}+08:00", "id": identity, "operation": "updateFirm", "reason": f"核实\n{n}\u2028"}, ensure_ascii=False, separators=(",", ":"))
            link = sha(f"{link}\n{row}".encode())
            self.lines.append({"number": n, "at": f"{month}-03T08:00:00.{n}+08:00", "id": identity, "log": "audit", "hash": link, "row": row})
        self.head = link

    @property
    def claim(self):
        return {"month": self.month, "rows": len(self.lines), "head": self.head, "previous_head": self.previous}

    @staticmethod
    def text(lines):
        return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines).encode()
