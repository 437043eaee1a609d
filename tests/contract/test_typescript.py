"""The TypeScript client of deploy/kit, and one that somebody else might write, against the contract as it is served."""
import json
import os
import pathlib
import shutil

import pytest
from test_contract import NPM, tool

KIT = pathlib.Path(__file__).resolve().parents[2] / "deploy/kit/typescript"
GENERATED = NPM / "generated"
TYPES = '/* The types that openapi-typescript wrote, once for all who read them here. */\nexport type * from "../../schema.js";\n'


@pytest.fixture(scope="module")
def compiled(served):
    """openapi-typescript writes the types, tsc --strict reads every program against them."""
    shutil.rmtree(GENERATED, ignore_errors=True)
    shutil.copytree(KIT, GENERATED / "kit", ignore=shutil.ignore_patterns("node_modules", "dist", "schema.d.ts", "tsconfig.json"))
    (GENERATED / "kit/src/schema.d.ts").write_text(TYPES)
    made = tool("openapi-typescript", served / "openapi.json", "-o", GENERATED / "schema.d.ts")
    assert made.returncode == 0, made.stdout + made.stderr
    return tool("tsc", "--project", NPM / "tsconfig.json")


def test_the_programs_compile_strictly_and_the_compiler_refuses_what_the_contract_refuses(compiled):
    """Every line of refused.ts that did compile would be told here as well (an unused @ts-expect-error)."""
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    assert '"strict": true' in (KIT / "tsconfig.json").read_text()


def run(program, world, **more):
    return tool("node", GENERATED / "out" / program, ESTATE=world.own_estate()["code"], HOTLINE_SECRET=world.register.credentials["hotline@150202"],
                DISTRICT_PASSWORD=world.register.credentials["district.officer@150202"], **more)


def test_a_client_of_generated_types_alone_works(compiled, world):
    ran = run("client.js", world, BASE=f"http://127.0.0.1:{world.service.port}", TICKET=f"TS-{os.getpid()}")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.strip().endswith("all fine")


def test_the_example_of_the_kit_runs_against_the_service(compiled, world):
    """Sign-in, keys, refusals in two languages, cursors, NDJSON, If-Match with another who was quicker, a file up."""
    ran = run("generated/kit/example.js", world, WUYE_URL=f"http://127.0.0.1:{world.service.port}", TICKET=f"KIT-{os.getpid()}")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.strip().endswith("all fine")


def test_the_client_waits_renews_and_repeats_as_it_should(compiled):
    """Against a server that refuses on purpose, as the real one does when it is overloaded or a token has ended."""
    ran = tool("node", NPM / "transport.mjs", folder=GENERATED)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.strip().endswith("all fine")


def test_the_packages_of_the_kit_are_those_tested():
    """Pinned, the same ones, and the lock file names no host."""
    package, ours = (json.loads((folder / "package.json").read_text()) for folder in (KIT, NPM))
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert wanted == {name: ours["devDependencies"][name] for name in wanted}
    lock = (KIT / "package-lock.json").read_text()
    assert '"resolved"' not in lock and '"integrity"' in lock
