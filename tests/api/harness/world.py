"""One cluster, one server, one register, and callers of every role: what a test is handed."""
import concurrent.futures
import contextlib
import itertools
import pathlib
import shutil
import tempfile
import threading
import time

from . import cluster as clusters
from . import register as registers
from . import service as services
from .client import Client, Judge
from .confidential import Confidential
from .contract import Contract
from .replica import Guard, same_log

# What no company may ever read. 154 is given to no operator; the names and the flat are nobody's.
PERSON = {"name": "欧阳测试", "phone": "15400009876", "address": "隐匿小区77号楼6单元905室"}
PLANTED = ["欧阳测试", "15400009876", "77号楼", "6单元905", "905室", "蒙B·Z9Z99", "150202199001019995"]


class World:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="wuye-api-"))
        self.contract = Contract.built()
        self.judge = Judge(self.contract)
        self.judge.planted = {text.encode() for text in PLANTED}
        self.cluster = clusters.Cluster()
        self.tokens, self.lock = {}, threading.Lock()
        self.service = self.register = self.guard = None

    def start(self):
        """A database with the register and nothing else, and a server. The register is loaded once, and copied after that."""
        self.cluster.ensure_running()
        if self.register:
            self.cluster.drop_database()
            self.cluster.create_database(template="register")
            same_log(self.cluster)
        else:
            self.cluster.create_database()
            services.command(self.cluster, "migrate")
            self.register = registers.Register(self.cluster, self.folder)
            self.register.load()
            self.guard = Guard(self.cluster)
            self.cluster.let_go()
            self.cluster.create_database("register", template="wuye")
        self.tokens, self.serial = {}, itertools.count(1)
        confidential = self.judge.confidential = Confidential(self.judge.confidential)
        confidential.keep(services.SECRET, services.SEAL_KEYS.partition(":")[2], *PLANTED, *PERSON.values(), *map(str, self.register.credentials.values()))
        self.service = services.Service(self.cluster, self.folder, access_token_s=7200, cors_origins="https://front.example",
                                        body_max_bytes=262144, upload_max_bytes=2097152, connections_max=200)
        self.service.start()

    def stop(self):
        """No server is there until the next start: what asks after its health has nobody to ask."""
        service, self.service = self.service, None
        if service and service.process:
            service.stop()
        said = list(self.judge.confidential.said_in(self.logs()))
        assert not said, f"a log says what none may say (file, what, where): {said[:5]}"
        if service and self.guard and self.cluster.running():
            wrong = self.guard.faults(self.cluster)
            assert not wrong, f"whoever follows the log of changes has these rows wrong, for something wrote them and said nothing: {wrong}"

    def logs(self):
        """Of everything that ran: servers, workers, and the database."""
        return [*sorted(self.folder.glob("*.log")), self.cluster.log]

    @classmethod
    @contextlib.contextmanager
    def alone(cls):
        """One for the whole run of a suite."""
        world = cls()
        try:
            world.start()
            yield world
            world.stop()
        finally:
            world.remove()

    def remove(self):
        """With the server, if nobody stopped it."""
        if self.service and self.service.process:
            self.service.kill()
        self.cluster.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def server(self, name, **settings):
        """A second server on the same database; the caller stops it."""
        return services.Service(self.cluster, self.folder, name, **settings).start()

    @contextlib.contextmanager
    def under_way(self, *statements):
        """Two at the same moment, in an order that is sure: statements (text, values) that another has run and not committed yet. Yields what calls the
        second, sees it wait, commits the first and gives the second's answer."""
        connection = self.cluster.connect()
        try:
            with connection.cursor() as cursor, concurrent.futures.ThreadPoolExecutor(1) as pool:
                def second(call):
                    answer = pool.submit(call)
                    time.sleep(0.5)
                    assert not answer.done(), "it did not wait"
                    cursor.execute("commit")
                    return answer.result()
                cursor.execute("begin")
                for statement, values in statements:
                    cursor.execute(statement, values)
                yield second
        finally:
            connection.close()

    # ---- callers ----

    def token(self, account):
        with self.lock:
            if account not in self.tokens:
                form = registers.grant(account, self.register.credentials[account])
                self.tokens[account] = self.anyone.request("POST", "/v1/auth/token", form=form, expect=200).json["access_token"]
            return self.tokens[account]

    @property
    def anyone(self):
        return Client(self.judge, self.service.port)

    def caller(self, account, server=None):
        return Client(self.judge, (server or self.service).port, self.token(account), company=account.startswith("company."))

    def role(self, role, where=0, server=None):
        """where: 0 the usual one, 1 elsewhere in the district, 2 in another district."""
        if role == "public":
            return Client(self.judge, (server or self.service).port)
        return self.caller(registers.ACCOUNTS[role][where], server)

    # ---- tickets ----

    def ticket(self, **members):
        """A well-formed ticket that nobody posted before. None drops a member."""
        number = next(self.serial)
        value = {"source": "hotline12345", "ticket_no": f"T{number:06d}", "round": 1, "received_at": "2026-03-02T09:30:00+08:00",
                 "request_type": "complaint", "category_code": "10", "urgency": "ordinary", "title": f"第{number}号诉求：垃圾无人清运",
                 "content": f"市民欧阳测试（电话15400009876，住77号楼6单元905室，车牌蒙B·Z9Z99，身份证150202199001019995）反映第{number}次：电梯旁垃圾无人清运。",
                 "complainant": dict(PERSON), **members}
        if "estate_code" not in value and "estate_name" not in value and "division_code" not in value:
            value["estate_code"] = self.own_estate()["code"]
        return {name: member for name, member in value.items() if member is not None}

    def post_ticket(self, account="hotline@150202", **members):
        return self.caller(account).post("/v1/hotline/tickets", self.ticket(**members), expect=201).json

    def own_estate(self, account="community.huanxi@150202"):
        """An estate of a community, with a contract on every day of 2026."""
        row = self.register.account(account)
        return self.estates("e.community_code = %s", row["community_code"])[0]

    def estates(self, condition, *values):
        return self.cluster.query(
            f"select e.*, e.id::text as id, f.id::text as firm_id, f.uscc from estates e "
            f"left join lateral (select f.* from contract_estates ce join contracts c using (district_code) join firms f on f.district_code = c.district_code "
            f"and f.id = c.firm_id where ce.contract_id = c.id and ce.district_code = e.district_code and ce.estate_id = e.id "
            f"and daterange(c.service_start, c.end_date, '[]') @> '2026-03-02'::date limit 1) f on true "
            f"where {condition} order by e.code", values)
