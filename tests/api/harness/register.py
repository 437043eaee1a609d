"""The demo register and reference data, loaded by the service's own commands; who is who in it."""
import csv
import json
import pathlib
import subprocess

from . import service

ROOT = service.ROOT
REFERENCE = ["code_lists", "codes", "divisions", "division_jurisdictions", "workdays", "complaint_categories", "import_columns"]
DEMO = ["firms", "estates", "estate_aliases", "estate_modes", "contracts", "contract_estates", "owners_committees", "users", "clients"]
DISTRICT, OTHER_DISTRICT = "150202", "340302"

# Role → one who holds it, one of the same role elsewhere in the district (None: there is none), one in another district.
ACCOUNTS = {
    "district": ("district.officer@150202", None, "district.officer@340302"),
    "street": ("street.heping@150202", "street.nanmenwai@150202", "street.dongfeng@340302"),
    "community": ("community.huanxi@150202", "community.luwang@150202", "community.lanwan@340302"),
    "company": ("company.one@150202", "company.two@150202", "company.one@340302"),
    "hotline": ("hotline@150202", None, "hotline@340302"),
    "platform": ("platform@150202", None, "platform@340302"),
}
MACHINES = ("hotline", "platform")


class Register:
    def __init__(self, cluster, folder):
        self.cluster, self.folder = cluster, pathlib.Path(folder)
        self.credentials = {}

    def load(self):
        credentials = self.folder / "credentials.json"
        subprocess.run(["/usr/bin/python3", str(ROOT / "deploy/demo/generate.py"), str(self.folder), "--credentials", str(credentials)],
                       check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"})
        self.credentials = json.loads(credentials.read_text())
        for files in self.files():
            service.command(self.cluster, "load", *files)

    def files(self):
        """In the order of what leans on what; the mapping of categories is each district's, so it follows the districts."""
        documents = sorted((ROOT / "sql/reference").glob("*/*.json"))
        return ([*(ROOT / f"sql/reference/{name}.csv" for name in REFERENCE), *documents],
                [self.folder / "districts.csv", ROOT / "sql/reference/category_mappings.csv", *(self.folder / f"{name}.csv" for name in DEMO)])

    def rows(self, name):
        with open(self.folder / f"{name}.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def account(self, name):
        """The row of a user or client `name@district`, as superuser sees it."""
        short, _, district = name.partition("@")
        table = "clients" if short in MACHINES else "users"
        return self.cluster.query(f"select * from {table} where name = %s and district_code = %s", (short, district))[0]


def grant(name, secret):
    if name.partition("@")[0] in MACHINES:
        return {"grant_type": "client_credentials", "client_id": name, "client_secret": secret}
    return {"grant_type": "password", "username": name, "password": secret}
