"""What the plan of 东河区 2022–2024 says of its estates; areas in m². The register has to add up to this exactly."""
from decimal import Decimal

TEN_THOUSAND = Decimal(10000)

COMMUNITIES = 66
ESTATES = 316
TOTAL_AREA = Decimal("2356.1965") * TEN_THOUSAND
MODES = {  # mode: (estates, area)
    "market": (100, Decimal("1244.045") * TEN_THOUSAND),
    "quasi": (37, Decimal("249.31") * TEN_THOUSAND),
    "basic_cleaning": (176, Decimal("860.79") * TEN_THOUSAND),
    "self": (3, Decimal("2.0515") * TEN_THOUSAND),
}
OLD_KINDS = {
    "single_building": Decimal("134.3") * TEN_THOUSAND,
    "unenclosed": Decimal("406.9") * TEN_THOUSAND,
    "enclosed": Decimal("568.9") * TEN_THOUSAND,
}
OLD_AREA = Decimal("1110.1") * TEN_THOUSAND
OWNERS_COMMITTEES = 184
FIRMS_IN, FIRMS_OUT = 53, 44

# How the estates of a mode divide into kinds; the plan gives the sums over both modes only, the split is ours.
CLASSES = [  # mode, old kind, estates, area, owners' committees
    ("market", "", 100, Decimal("12440450.00"), 85),
    ("quasi", "enclosed", 30, Decimal("2000000.00"), 24),
    ("quasi", "unenclosed", 7, Decimal("493100.00"), 4),
    ("basic_cleaning", "enclosed", 52, Decimal("3689000.00"), 32),
    ("basic_cleaning", "unenclosed", 64, Decimal("3575900.00"), 30),
    ("basic_cleaning", "single_building", 60, Decimal("1343000.00"), 8),
    ("self", "", 3, Decimal("20515.00"), 1),
]
