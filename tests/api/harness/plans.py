"""What a request costs PostgreSQL, told by its own log: buffers, the plan, and whether it was made anew. Asked of the service itself."""
import re

TAKEN = 10  # a connection keeps the plan from the sixth time on, if it keeps it


def log_plans(world):
    """From the next session on. Statistics are made first, of what was put there just now."""
    for sql in ("analyze", "alter database wuye set session_preload_libraries = 'auto_explain'", "alter database wuye set auto_explain.log_min_duration = 0", "alter database wuye set auto_explain.log_analyze = on",
                "alter database wuye set auto_explain.log_buffers = on", "alter database wuye set auto_explain.log_timing = off", "alter database wuye set log_planner_stats = on",
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'wuye' and usename like 'wuye%' and pid <> pg_backend_pid()"):
        world.cluster.query(sql)


def told(world, client, path, query, statement):
    """Of the last time: buffers, the statement (the one that begins so), and how often PostgreSQL planned anything. A plan is lost, and made once more, when a table is vacuumed meanwhile: so if it was made, the last
    time of as many again counts."""
    found = told_once(world, client, path, query, statement)
    return told_once(world, client, path, query, statement) if found[2] else found


def told_once(world, client, path, query, statement):
    log = world.cluster.log
    for _ in range(TAKEN):
        start = log.stat().st_size
        client.get(path, {"limit": "20", **query}, expect=200)
    said = log.read_bytes()[start:].decode(errors="replace")
    plans = [plan for plan in said.split("plan:\n")[1:] if re.search(rf"Query Text: (?:{statement})", plan)]
    assert len(plans) == 1, said[-2000:]
    buffers = re.search(r"Buffers: shared hit=(\d+)(?: read=(\d+))?", plans[0])
    return sum(int(number or 0) for number in buffers.groups()), plans[0], said.count("PLANNER STATISTICS")
