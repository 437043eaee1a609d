"""What was sampled, as pictures: python3-matplotlib, without a screen."""
import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402  (the backend comes first)


def series(rows, name):
    return [(row["second"] / 60, row[name]) for row in rows if row.get(name) is not None]


def draw(path, title, warm_s, panels, unit="minutes"):
    """panels: [(label of the axis, {name: [(time, value)]}, logarithmic)]"""
    figure, axes = pyplot.subplots(len(panels), 1, figsize=(11, 2.6 * len(panels)), sharex=True, squeeze=False)
    for axis, (label, lines, logarithmic) in zip(axes[:, 0], panels):
        for name, points in lines.items():
            axis.plot([x for x, _ in points], [y for _, y in points], linewidth=1, label=name)
        axis.axvspan(0, warm_s / 60, color="0.93")
        axis.set_ylabel(label)
        if logarithmic:
            axis.set_yscale("log")
        else:
            axis.set_ylim(0, 1.1 * max([y for points in lines.values() for _, y in points], default=1) or 1)
        axis.grid(alpha=0.3)
        axis.legend(fontsize=6, ncol=1 + (len(lines) - 1) // 12, loc="center left", bbox_to_anchor=(1.0, 0.5))
    axes[0, 0].set_title(title)
    axes[-1, 0].set_xlabel(unit)
    figure.tight_layout()
    figure.savefig(path, dpi=100)
    pyplot.close(figure)


def overload_graph(path, records, capacity):
    """records: as offered.Record, of the overload and of what came after it, in seconds from its begin."""
    from offered import ms
    end, kinds = int(max(row.ended for row in records)) + 1, {"done": (200, 201), "refused": (429, 503), "not answered": (0,)}
    at = {name: [[row for row in records if row.status in statuses and second <= row.due < second + 1] for second in range(end)] for name, statuses in kinds.items()}
    draw(path, f"Overload: each second by when it was due; capacity {capacity:.0f} a second", 0, [
        ("requests a second", {name: [(second, len(rows)) for second, rows in enumerate(of)] for name, of in at.items()}, False),
        ("refusals, ms", {f"p{share * 100:g}": [(second, ms([row.ended - row.due for row in rows], share)) for second, rows in enumerate(at["refused"]) if rows] for share in (0.5, 0.9, 0.99)}, False),
        ("done, ms", {f"p{share * 100:g}": [(second, ms([row.ended - row.due for row in rows], share)) for second, rows in enumerate(at["done"]) if rows] for share in (0.5, 0.9, 0.99)}, False),
        ("offered late, ms", {"p99": [(second, ms([row.begun - row.due for of in at.values() for row in of[second]], 0.99)) for second in range(end)]}, False)], "seconds")


def all_graphs(folder, rows, by_kind, warm_s):
    of = lambda *names: {name: series(rows, name) for name in names}
    draw(folder / "memory.png", "Memory (grey: warm-up, not judged)", warm_s, [
        ("MiB", of("service_rss_mib", "heap_used_mib", "heap_held_mib"), False), ("MiB", of("worker_rss_mib"), False), ("MiB", of("backends_mib"), False)])
    states = sorted({name for row in rows for name in row if name.startswith("pg_") and name.count("_") > 1})
    draw(folder / "held.png", "Descriptors, threads, connections (grey: warm-up, not judged)", warm_s, [
        ("open files", of("service_files", "worker_files"), False), ("threads", of("service_threads", "worker_threads"), False),
        ("clients", of("client_connections", "in_progress", "waits"), False), ("PostgreSQL, all", of("pg_connections", "pg_in_transaction_idle"), False),
        ("by role and state", {name: [(row["second"] / 60, row.get(name, 0)) for row in rows] for name in states if not name.startswith("pg_in_")}, False)])
    draw(folder / "database.png", "Database (grey: warm-up, not judged)", warm_s, [
        ("WAL, MiB", of("wal_mib"), False), ("database, MiB", of("database_mib"), False), ("rows", of("live_rows", "dead_rows"), False), ("load of the machine", of("load_average"), False), ("requests' pool", of("pool_requests_open", "pool_requests_busy", "pool_requests_waiting"), False),
        ("since the start", of("pool_requests_timeouts", "pool_requests_logins"), False)])
    usual = {kind: stretches for kind, stretches in by_kind.items() if kind != "feed"}
    draw(folder / "latency.png", "Latency by kind (grey: warm-up, not judged)", warm_s, [
        ("p50, ms", {kind: [(at / 60, p50) for at, _, p50, _, _ in of] for kind, of in usual.items()}, True),
        ("p99, ms", {kind: [(at / 60, p99) for at, _, _, p99, _ in of] for kind, of in usual.items()}, True),
        ("calls a second", {kind: [(at / 60, calls / 15) for at, calls, *_ in of] for kind, of in usual.items()}, True),
        ("faults", {kind: [(at / 60, faults) for at, *_, faults in of] for kind, of in by_kind.items()}, False)])
