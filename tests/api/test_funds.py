"""Funds (G01, G02, G03, G11, G21, G24): budget, commitment, payment; never beyond the budget, never off purpose."""
import pytest
from things.estates import today
from things.funds import LINES, commitment, free, fund, new_commitment, new_fund, payment, second


@pytest.fixture
def district(world):
    return world.role("district")


def test_g11_a_million_a_year(world, district):
    """G11"""
    made = fund(world, kind="reward")
    assert (made["granted"], made["free"], made["committed"], made["paid"]) == ("1000000.00", "1000000.00", "0.00", "0.00")
    given = commitment(world, "paying")
    assert given["payments"][0]["amount"] == "4000.00", given
