import json
import subprocess
from decimal import Decimal

import pytest

from inventory.catalogue.rules.sellable import Sellable
from localdev.places import BIN, FRONTEND
from sales.selling.rules.pricing import CartLine, price_cart

# price in minor units, quantity, discount
LINES = [(18000, "1", 0), (6999, "0.25", 0), (6999, "0.005", 0), (1, "0.5", 0), (3, "0.5", 1), (24900, "3.333", 1234)]


def test_the_scripts_of_the_till_do_what_they_say():
    ran = _node("--test", "tests/till.test.js")
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


def _node(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([BIN / "node", *arguments], cwd=FRONTEND, capture_output=True, text=True, check=False)
