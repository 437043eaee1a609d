"""Unified social credit codes (GB 32100-2015) with right check characters, from a part no register has issued."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_check(eight):
    """GB 11714: the ninth character of an organisation code."""
    total = sum(weight * int(character, 36) for weight, character in zip(ORGANISATION_WEIGHTS, eight))
    return "0X987654321"[total % 11]


def check(seventeen):
    """GB 32100: the eighteenth character."""
    total = sum(ALPHABET.index(character) * pow(3, position, 31) for position, character in enumerate(seventeen))
    return ALPHABET[(31 - total % 31) % 31]


def valid(code):
    return (len(code) == 18 and set(code) <= set(ALPHABET) and code[:8].isdigit()
            and check(code[:17]) == code[17])


def make(division, serial):
    """Organisation codes that begin with MAY: the registers have not come that far."""
    eight = f"MAY{serial:05d}"
    head = f"91{division}{eight}{organisation_check(eight)}"
    return head + check(head)
