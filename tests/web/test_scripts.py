import json
import subprocess
from decimal import Decimal

import pytest

from inventory.catalogue.rules.sellable import Sellable
from kernel.errors import InvalidInput
from kernel.number_texts import read_number
from localdev.places import BIN, FRONTEND
from sales.selling.rules.pricing import CartLine, price_cart

# price in minor units, quantity, discount
LINES = [(18000, "1", 0), (6999, "0.25", 0), (6999, "0.005", 0), (1, "0.5", 0), (3, "0.5", 1), (24900, "3.333", 1234)]


def test_the_scripts_of_the_till_do_what_they_say():
    ran = _node("--test", "tests/till.test.js", "tests/scanner.test.js")
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(("price", "quantity", "discount"), LINES)
def test_a_line_comes_to_the_same_in_the_cart_and_on_the_receipt(price, quantity, discount):
    """The till shows what a line comes to before the server has priced the cart: the two must agree to the paisa."""
    item = Sellable(1, "SKU", "Thing", "", price, "kg", False, "NONE", "exempt", ())
    cart = price_cart([CartLine(1, Decimal(quantity), None, discount)], {1: item}, discount=0, includes_tax=True)
    line = {"price": price, "thousandths": int(Decimal(quantity) * 1000), "discount": discount}
    script = f'import {{ net }} from "./src/till/cart.js"; console.log(net({json.dumps(line)}))'
    ran = _node("--input-type=module", "--eval", script)
    assert int(ran.stdout) == cart.total, ran.stderr


NUMBERS = [  # what is typed where, and what it means
    ("1,250", "en_IN", "1250"), ("12,50,000", "en_IN", "1250000"), ("1,250.5", "en_IN", "1250.5"), (".5", "en_GB", "0.5"),
    ("7.", "en_US", "7"), (" 12 ", "en_KE", "12"), ("1.250", "en_IN", "1.250"), ("1.250", "de_DE", "1250"),
    ("95,50", "de_DE", "95.50"), ("1 250,5", "fr_FR", "1250.5"), ("1250.5", "en_US", "1250.5"),
    ("95,50", "en_IN", None), ("3,00", "en_IN", None), ("1,2", "en_GB", None), ("12,50,000", "en_GB", None), ("1.5", "fr_FR", None),
    ("1.25", "de_DE", None), ("1,2.5", "en_IN", None), ("1,,250", "en_IN", None), ("1.2.3", "en_IN", None), ("-1", "en_IN", None),
    ("1e3", "en_IN", None), ("", "en_IN", None), (".", "en_IN", None), ("٣", "en_IN", None), ("1" * 31, "en_IN", None),
]  # fmt: skip


def test_a_number_is_read_alike_by_forms_and_till():
    def read(text, locale):
        try:
            return read_number(text, locale)
        except InvalidInput:
            return None

    meant = [None if number is None else Decimal(number) for _, _, number in NUMBERS]
    assert [read(text, locale) for text, locale, _ in NUMBERS] == meant
    typed = json.dumps([(text, locale.replace("_", "-")) for text, locale, _ in NUMBERS])
    script = (
        'import { makeNumbers } from "./src/numbers.js";'
        f"const read = ([text, locale]) => makeNumbers(locale).read(text)?.join('.') ?? null;"
        f"console.log(JSON.stringify({typed}.map(read)))"
    )
    ran = _node("--input-type=module", "--eval", script)
    assert [None if number is None else Decimal(number) for number in json.loads(ran.stdout)] == meant, ran.stderr


def test_what_cannot_be_read_is_refused_with_an_example():
    with pytest.raises(InvalidInput, match=r"like 1250\.5, please"):
        read_number("95,50", "en_IN")


def _node(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([BIN / "node", *arguments], cwd=FRONTEND, capture_output=True, text=True, check=False)
