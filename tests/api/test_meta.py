"""What the service says of itself; and what every answer has: language, request id, CORS, no cache where none may be."""
import html
import re

import pytest

ORIGIN = "https://front.example"


def test_health_and_readiness(world):
    assert world.anyone.get("/healthz").json["status"] == "ok"
    assert world.anyone.get("/readyz").json["status"] == "ready"


def test_metrics_are_prometheus_text(world, samples):
    text = world.anyone.get("/metrics").body.decode()
    for line in text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) [a-z_]+ .*|[a-z_]+(\{[^}]*\})? [0-9.e+-]+(Inf)?", line), line
    def count(page):
        return sum(float(line.rsplit(" ", 1)[1]) for line in page.splitlines() if line.startswith("wuye_requests_total{") and '"getMe"' in line and 'status="2' in line)

    before = count(text)
    world.role("district").get("/v1/me")
    assert count(world.anyone.get("/metrics").body.decode()) == before + 1


def test_the_docs_page_asks_nothing_of_other_servers(world):
    page = world.anyone.get("/docs").body.decode()
    assert "<" in page
    for reference in re.findall(r"(?:src|href)=[\"']([^\"']+)", page):
        assert not re.match(r"(?:https?:)?//", reference), reference
        if not reference.startswith(("#", "data:")):
            path = reference if reference.startswith("/") else "/" + reference
            assert world.anyone.get(path).body, reference


@pytest.mark.parametrize("file", ["..%2fopenapi.json", "%2e%2e", "..", ".htaccess", "no-such.js", "a%00.js", "x" * 101])
def test_no_other_file_is_served(file, world):
    world.anyone.get(f"/docs/{file}", expect=(400, 404))


def test_every_problem_code_has_its_page(world):
    import pathlib
    import yaml
    folder = pathlib.Path(__file__).parents[2] / "openapi"
    codes = [code for file in (folder / "problems").glob("*.yaml") for code in yaml.safe_load(file.read_text(encoding="utf-8"))]
    advice = yaml.safe_load((folder / "advice.yaml").read_text(encoding="utf-8"))
    assert codes
    for code in codes:
        page = html.unescape(world.anyone.get(f"/problems/{code['code']}").body.decode())
        assert code["code"] in page
        for part in (code["title"], code["about"], code.get("todo", advice[code["status"]])):
            assert part["zh"] in page and part["en"] in page, code["code"]
        givers = {operation.id for operation in world.contract.operations if code["code"] in operation.item.get("x-problems", {}).values()}
        assert set(re.findall(r"</code> (\w+)</li>", page)) == givers
        assert ("Any operation may give it" in page) == (not givers), code["code"]
    world.anyone.get("/problems/no_such_code", expect=404)


LANGUAGES = {None: "zh", "zh-CN": "zh", "en": "en", "en-GB,en;q=0.9": "en", "zh-CN,zh;q=0.9,en;q=0.8": "zh", "en;q=0.5, zh;q=0.9": "zh", "de, en;q=0.7, zh;q=0.3": "en", "*": "zh", "de": "zh", "en;q=0": "zh"}


@pytest.mark.parametrize("accept", LANGUAGES, ids=str)
def test_a_problem_speaks_the_callers_language(accept, world):
    answer = world.role("district").get("/v1/complaints", {"no_such": "1"}, headers={"Accept-Language": accept}, expect=400)
    chinese = re.search(r"[\u4e00-\u9fff]", answer.json["title"]) is not None
    assert chinese == (LANGUAGES[accept] == "zh"), answer.json
    assert (re.search(r"[\u4e00-\u9fff]", answer.json["errors"][0]["detail"]) is not None) == chinese
    assert answer.header("Content-Language").startswith(LANGUAGES[accept])
    assert answer.code == "unknown_parameter", "the code never changes"


def test_a_request_id_is_kept_or_made(world):
    client = world.anyone
    assert client.get("/healthz", headers={"X-Request-Id": "my-id_1.2:3"}).header("X-Request-Id") == "my-id_1.2:3"
    made = {client.get("/healthz").header("X-Request-Id") for _ in range(5)}
    assert len(made) == 5
    for odd in ("a b", "x" * 300, "<script>", "é", '"', "a;b"):
        answer = client.get("/healthz", headers={"X-Request-Id": odd.encode("utf-8").decode("latin-1")})
        assert answer.header("X-Request-Id") != odd, odd
    assert client.get("/no-such", headers={"X-Request-Id": "abc"}, expect=404).json["request_id"] == "abc"


def test_a_preflight_is_answered_for_configured_origins_alone(world):
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type, idempotency-key"}
    yes = world.anyone.request("OPTIONS", "/v1/hotline/tickets", headers={"Origin": ORIGIN, **asked}, expect=204)
    assert yes.header("Access-Control-Allow-Origin") == ORIGIN and "POST" in yes.header("Access-Control-Allow-Methods")
    allowed = {name.strip().lower() for name in yes.header("Access-Control-Allow-Headers").split(",")}
    assert {"authorization", "content-type", "idempotency-key", "if-none-match"} <= allowed
    for origin in ("https://evil.example", "https://front.example.evil.example", "null", "http://front.example"):
        no = world.anyone.request("OPTIONS", "/v1/hotline/tickets", headers={"Origin": origin, **asked})
        assert no.header("Access-Control-Allow-Origin") is None, origin


def test_answers_to_a_configured_origin_say_so_refusals_too(world):
    for path, status in (("/v1/me", 200), ("/v1/audit?no_such=1", 400), ("/v1/no-such", 404)):
        target, _, query = path.partition("?")
        answer = world.role("district").get(target, query, headers={"Origin": ORIGIN}, expect=status)
        assert answer.header("Access-Control-Allow-Origin") == ORIGIN and "Origin" in answer.header("Vary"), path
        assert answer.header("Access-Control-Allow-Credentials") is None
        assert "etag" in answer.header("Access-Control-Expose-Headers").lower()
        other = world.role("district").get(target, query, headers={"Origin": "https://evil.example"}, expect=status)
        assert other.header("Access-Control-Allow-Origin") is None


def test_no_shared_cache_may_keep_what_a_token_opened(world, samples):
    answer = world.role("district").get("/v1/complaints")
    assert "private" in answer.header("Cache-Control") or "no-store" in answer.header("Cache-Control")
    assert "authorization" in answer.header("Vary").lower()
    public = world.anyone.get("/v1/divisions")
    assert "private" not in (public.header("Cache-Control") or "")


def test_options_of_any_path_is_answered(world):
    for path in ("/v1/me", "/", "/v1/complaints/x"):
        assert world.anyone.request("OPTIONS", path, expect=204).header("Allow")


def test_the_rate_limit_is_told(world):
    answer = world.role("district").get("/v1/me")
    assert re.fullmatch(r'"default";r=\d+;t=\d+', answer.header("RateLimit")) and re.fullmatch(r'"default";q=\d+;w=\d+', answer.header("RateLimit-Policy"))


def test_check_prints_the_configuration_with_secrets_masked(world):
    from harness import service
    done = service.command(world.cluster, "check", database_password="visible-secret-1")
    assert service.SECRET not in done.stdout and "visible-secret-1" not in done.stdout and "test1:" not in done.stdout
    names = [line.split(" =")[0] for line in done.stdout.splitlines() if re.match(r"[a-z_0-9]+ = ", line)]
    assert names == sorted(names) and "database_url" in names and len(names) > 20


@pytest.mark.parametrize("name,value", [("port", "70000"), ("port", "x"), ("seal_keys", "k:short"), ("secret", "short"), ("database_url", "postgresql://me:pw@h/db"), ("no_such_key", "1")])
def test_check_refuses_a_wrong_configuration(name, value, world):
    from harness import service
    done = service.command(world.cluster, "check", check=False, **{name: value})
    assert done.returncode != 0 and name in done.stdout + done.stderr
    assert value not in done.stderr or name not in ("secret", "seal_keys") or len(value) < 8
