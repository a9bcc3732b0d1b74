"""First expired, first out, at the cost of the layer that leaves: examples, then the laws."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from inventory.stock.rules.picking import Layer, Shortage, cost_of, first_day, is_sellable, pick

TODAY = date(2026, 11, 21)


def layer(batch: int, quantity: str, value: int, expires_on: date | None = None, variation: int = 1) -> Layer:
    return Layer(batch, variation, Decimal(quantity), value, expires_on)


def test_a_cart_empties_the_first_layer_and_begins_the_next():
    picks, shortages = pick({1: Decimal(7)}, [layer(10, "5", 500), layer(11, "10", 1200)], TODAY)
    assert [(p.batch_id, p.quantity, p.value) for p in picks] == [(10, 5, 500), (11, 2, 240)]
    assert shortages == []


def test_a_batch_is_sold_up_to_and_on_the_day_it_expires():
    assert is_sellable(TODAY, TODAY)
    assert is_sellable(None, TODAY)
    assert not is_sellable(TODAY - timedelta(days=1), TODAY)


def test_what_has_expired_counts_as_not_there():
    picks, shortages = pick(
        {1: Decimal(3)}, [layer(10, "5", 500, TODAY - timedelta(days=1)), layer(11, "2", 200)], TODAY
    )
    assert shortages == [Shortage(1, Decimal(3), Decimal(2))]
    assert all(p.batch_id == 11 for p in picks)


def test_every_short_variation_is_named_at_once():
    _, shortages = pick(
        {1: Decimal(2), 2: Decimal(1), 3: Decimal(4)}, [layer(10, "1", 10), layer(11, "1", 10, variation=2)], TODAY
    )
    assert [(s.variation_id, s.available) for s in shortages] == [(1, 1), (3, 0)]


def test_the_last_of_a_layer_takes_the_remainder():
    """100 paise over 3 pieces: 33 and 33 leave, and 34 with the last."""
    left, costs = layer(10, "3", 100), []
    for _ in range(3):
        cost = cost_of(left, Decimal(1))
        costs.append(cost)
        left = layer(10, str(left.quantity - 1), left.value - cost)
    assert costs == [33, 34, 33]
    assert sum(costs) == 100


quantities = st.decimals("0.001", 1000, places=3)
layers_of_two_variations = st.lists(
    st.tuples(quantities, st.integers(0, 10**9), st.integers(-3, 3) | st.none(), st.sampled_from([1, 2])), max_size=12
).map(
    lambda rows: [
        Layer(batch, variation, quantity, value, None if days is None else TODAY + timedelta(days=days))
        for batch, (quantity, value, days, variation) in enumerate(rows)
    ]
)


@given(layers_of_two_variations, st.dictionaries(st.sampled_from([1, 2]), quantities, min_size=1))
def test_what_is_picked_is_what_was_wanted_and_no_more_than_there_is(layers, wanted):
    picks, shortages = pick(wanted, layers, TODAY)
    by_batch = {each.batch_id: each for each in layers}
    short = {each.variation_id: each.wanted - each.available for each in shortages}
    for variation, quantity in wanted.items():
        assert sum(p.quantity for p in picks if p.variation_id == variation) == quantity - short.get(variation, 0)
    for part in picks:
        source = by_batch[part.batch_id]
        assert 0 < part.quantity <= source.quantity
        assert 0 <= part.value <= source.value
        assert is_sellable(source.expires_on, TODAY)
        assert (part.quantity < source.quantity) or part.value == source.value


@given(layers_of_two_variations, quantities)
def test_an_earlier_layer_is_used_up_before_a_later_one_is_touched(layers, quantity):
    picks, _ = pick({1: quantity}, layers, TODAY)
    sellable = [each for each in layers if each.variation_id == 1 and is_sellable(each.expires_on, TODAY)]
    for earlier, part in zip(sellable, picks[:-1], strict=False):
        assert (earlier.batch_id, earlier.quantity) == (part.batch_id, part.quantity)


@given(quantities, st.integers(0, 10**12), st.lists(st.floats(0.01, 0.99), max_size=8))
def test_a_layer_sold_in_parts_gives_up_exactly_its_value(quantity, value, cuts):
    left, total = Layer(1, 1, quantity, value, None), 0
    for cut in cuts:
        part = (left.quantity * Decimal(str(cut))).quantize(Decimal("0.001"))
        if not 0 < part < left.quantity:
            continue
        cost = cost_of(left, part)
        left, total = Layer(1, 1, left.quantity - part, left.value - cost, None), total + cost
        assert left.value >= 0
    assert total + cost_of(left, left.quantity) == value


def test_goods_leave_on_the_first_day_since_when_they_were_always_there():
    day = TODAY - timedelta(days=10)
    came, sold = TODAY - timedelta(days=5), TODAY - timedelta(days=2)
    levels = [(came, Decimal(5)), (sold, Decimal(2))]
    assert first_day(levels, Decimal(2), day) == came
    assert first_day(levels, Decimal(2), TODAY - timedelta(days=4)) == TODAY - timedelta(days=4)
    emptied = [(day, Decimal(5)), (came, Decimal(0)), (sold, Decimal(5))]
    assert first_day(emptied, Decimal(1), day) == sold


@given(
    st.dictionaries(st.integers(0, 20), st.integers(-5, 8), min_size=1, max_size=8),
    st.integers(1, 10),
    st.integers(0, 20),
)
def test_law_the_first_day_is_the_first_that_leaves_no_day_short(changes, taken, wanted):
    """Against trying every day: what a batch has at the end never goes below what is taken of it."""
    levels, level = [], 0
    for offset in sorted(changes):
        level = max(level + changes[offset], 0)
        levels.append((TODAY + timedelta(days=offset), Decimal(level)))
    if level < taken:
        levels.append((TODAY + timedelta(days=21), Decimal(taken)))

    def enough(day):
        """On the day itself (what it had until then) and on every later one."""
        before = [have for moved_on, have in levels if moved_on <= day]
        after = [have for moved_on, have in levels if moved_on > day]
        return min([before[-1] if before else Decimal(0), *after]) >= taken

    first = next(day for day in (TODAY + timedelta(days=offset) for offset in range(wanted, 30)) if enough(day))
    assert first_day(levels, Decimal(taken), TODAY + timedelta(days=wanted)) == first
