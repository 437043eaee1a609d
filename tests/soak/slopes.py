"""Does a series grow? Theil-Sen's slope, the median of the slopes of all pairs, which a few outliers do not move, and the interval that holds the true one 19 times in 20 (Sen 1968).

A series grows when all of that interval is beyond its bound: what grows for certain, by more than is allowed. It is flat when none of it is; else the run was too short, or too noisy, to tell."""
import math
import statistics


def theil_sen(points):
    """[(x, y)] → (slope, low, high)."""
    slopes = sorted((b[1] - a[1]) / (b[0] - a[0]) for place, a in enumerate(points) for b in points[place + 1:] if b[0] != a[0])
    if not slopes:
        return 0.0, 0.0, 0.0
    count = len(points)
    spread = 1.96 * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = max(0, math.floor((len(slopes) - spread) / 2))
    high = min(len(slopes) - 1, math.ceil((len(slopes) + spread) / 2))
    return statistics.median(slopes), slopes[low], slopes[high]


def thinned(points, width):
    """The median of each stretch of so many seconds: neighbours in time resemble one another, and would make the interval look narrower than it is."""
    stretches = {}
    for x, y in points:
        stretches.setdefault(int(x // width), []).append((x, y))
    return [(statistics.median(x for x, _ in of), statistics.median(y for _, y in of)) for _, of in sorted(stretches.items())]


def judge(points, share, least, width=15):
    """What the slope makes of the measured time, beside what is allowed: `share` of the median, `least` at the least. None: too little was measured."""
    points = thinned([(x, y) for x, y in points if y is not None], width)
    if len(points) < 8:
        return None
    time = points[-1][0] - points[0][0]
    median = statistics.median(y for _, y in points)
    slope, low, high = (value * time for value in theil_sen(points))
    bound = max(share * abs(median), least)
    return {"median": median, "growth": slope, "low": low, "high": high, "bound": bound, "verdict": "grows" if low > bound else "flat" if high <= bound else "cannot tell"}
