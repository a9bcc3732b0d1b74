"""What people are asked about before it is done, because it is rarely meant: nothing here is refused."""

BELIEVABLE_QUANTITY = 999
"""Of one thing in one sale."""

BELIEVABLE_COUNT = 10_000
"""Of one thing in one row of opening stock."""

BELIEVABLE_COST = 5
"""A cost of more than so many times what the thing sells for or last cost, or less than that part of it."""

NOTES: dict[str, tuple[int, ...]] = {
    "INR": (10, 50, 100, 200, 500),
    "GBP": (5, 10, 20, 50),
    "KES": (50, 100, 200, 500, 1000),
    "USD": (5, 10, 20, 50, 100),
}
"""What the till proposes as cash received. Change of the largest note or more means a note too many, or a slip."""

BELIEVABLE_CHANGE = 10_000
"""Change in a currency whose notes we don't know, in its whole units."""
