"""Waiting for the service to find its database again."""
import time


def wait_ready(world, client=None, seconds=15):
    client = client or world.anyone
    deadline = time.monotonic() + seconds
    while client.get("/readyz", expect=(200, 503)).status != 200:
        assert time.monotonic() < deadline, "the service does not find the database again"
        time.sleep(0.1)
