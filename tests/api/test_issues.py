"""Issues."""
from things.issues import issue


def test_x(samples):
    try:
        one = issue(samples)
    except AssertionError:
        print(samples.world.service.tail(30))
        raise
    print(one)
    assert 0
