"""The replay by the API of a running server: what a till would send, and nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from bench.caller import CSRF_TOKEN, Answer, Caller
from bench.replay.books import OPENED_AT, Figures, Stocking
from bench.replay.grocer import Basket, Good
from localdev.problems import Problem

_PASSWORD = "only for measuring"  # noqa: S105 (of a business that lives for one replay)
_MAX_LINES = 5_000


class HttpBooks:
    """A business of its own on the server at the port; its owner's session on one connection."""

    def __init__(self, subdomain: str, port: int) -> None:
        visitor = Caller(port, "localhost")
        try:
            opened = visitor.post(
                "/api/v1/sign-ups/",
                {
                    "business_name": subdomain,
                    "subdomain": subdomain,
                    "owner_name": "Replay",
                    "email": f"owner@{subdomain}.example.com",
                    "password": _PASSWORD,
                    "country": "US",
                },
            )
        except OSError:
            raise Problem(f"No server answers at http://localhost:{port}: start one with make run (PORT=).") from None
        entry = urlsplit(_expect(opened, HTTPStatus.CREATED)["enter"])
        host = f"{subdomain}.localhost"
        cookies = Caller(port, host).get(f"{entry.path}?{entry.query}").cookies
        headers = {"Cookie": f"{cookies}; csrf={CSRF_TOKEN}", "X-CSRFToken": CSRF_TOKEN}
        self._till = Caller(port, host, headers)
        self._outlet: int = next(self._rows("/api/v1/outlets/"))["id"]
        self._tax: int = next(self._rows("/api/v1/tax-codes/"))["id"]
        self._ids: dict[str, int] = {}

    def add_goods(self, goods: Sequence[Good]) -> Iterator[None]:
        categories: dict[str, int] = {}
        for good in goods:
            if good.category not in categories:
                categories[good.category] = self._post("/api/v1/categories/", {"name": good.category})["id"]
            variation = {
                "sku": good.sku,
                "price": _money(good.price),
                "tax_code_id": self._tax,
                "unit": "l" if good.by_volume else "piece",
            }
            body = {"name": good.name, "category_id": categories[good.category], "variations": [variation]}
            self._ids[good.sku] = self._post("/api/v1/products/", body)["variations"][0]["id"]
            yield

    def open_stock(self, stock: Sequence[Stocking]) -> Iterator[None]:
        for start in range(0, len(stock), _MAX_LINES):
            part = stock[start : start + _MAX_LINES]
            lines = [
                {
                    "variation_id": self._ids[each.sku],
                    "quantity": str(each.quantity),
                    "unit_cost": _money(each.unit_cost),
                    "batch_number": each.batch,
                    "expires_on": each.expires_on and each.expires_on.isoformat(),
                }
                for each in part
            ]
            body = {"outlet_id": self._outlet, "received_at": OPENED_AT.isoformat(), "lines": lines}
            self._post("/api/v1/opening-stock/", body)
            yield from (None for _ in part)

    def sell(self, basket: Basket) -> None:
        lines = [
            {
                "variation_id": self._ids[line.sku],
                "quantity": str(line.quantity),
                "unit_price": _money(line.unit_price),
                "discount": _money(line.discount),
            }
            for line in basket.lines
        ]
        payments = [{"method": "cash", "amount": _money(basket.value)}] if basket.value else []
        body = {"outlet_id": self._outlet, "sold_at": basket.at.isoformat(), "lines": lines, "payments": payments}
        self._post("/api/v1/sales/", body)

    def figures(self) -> Figures:
        sold = list(self._rows("/api/v1/sales/?page_size=200"))
        movements = list(self._rows("/api/v1/stock-movements/?page_size=200"))
        batches: dict[int, Decimal] = defaultdict(Decimal)
        shelf: dict[int, Decimal] = defaultdict(Decimal)
        for movement in movements:
            batches[movement["batch_id"]] += Decimal(movement["quantity"])
            shelf[movement["variation_id"]] += Decimal(movement["quantity"])
        told = {each["id"]: Decimal(each["quantity"]) for each in self._rows("/api/v1/batches/?page_size=200")}
        levels = list(self._rows("/api/v1/stock-levels/?page_size=200"))
        balance = self._get("/api/v1/reports/trial-balance/?as_of=2100-01-01")
        inventory = next(row for row in balance["rows"] if row["name"] == "Inventory")
        return Figures(
            baskets=len(sold),
            lines=sum(len(self._get(f"/api/v1/sales/{sale['id']}/")["lines"]) for sale in sold),
            revenue=sum(_cents(sale["total"]) for sale in sold),
            quantity=-sum((Decimal(each["quantity"]) for each in movements if each["kind"] == "sale"), Decimal(0)),
            trial_balance=_cents(balance["total_debit"]) - _cents(balance["total_credit"]),
            stock_against_ledger=sum(_cents(level["value"]) for level in levels)
            - (_cents(inventory["debit"]) - _cents(inventory["credit"])),
            stock_against_batches=sum(Decimal(each["quantity"]) != shelf[each["variation_id"]] for each in levels),
            batches_against_movements=sum(told.get(each, Decimal(0)) != moved for each, moved in batches.items()),
        )

    def _post(self, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 (whatever the API says)
        return _expect(self._till.post(path, body), HTTPStatus.CREATED)

    def _get(self, path: str) -> Any:  # noqa: ANN401 (whatever the API says)
        return _expect(self._till.get(path), HTTPStatus.OK)

    def _rows(self, path: str) -> Iterator[dict[str, Any]]:
        """A list's rows, page after page."""
        following: str | None = path
        while following:
            page = self._get(following)
            if isinstance(page, list):
                yield from page
                return
            yield from page["results"]
            parts = urlsplit(page["next"] or "")
            following = f"{parts.path}?{parts.query}" if page["next"] else None


def _expect(answer: Answer, status: HTTPStatus) -> Any:  # noqa: ANN401 (whatever the API says)
    if answer.status != status:
        raise RuntimeError(f"the server answered {answer.status}: {answer.body[:1000]!r}")
    return answer.json()


def _money(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def _cents(text: str) -> int:
    return int(Decimal(text) * 100)
