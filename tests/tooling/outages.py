"""Selling at a running product while something of it is killed: each sale under one key until it is accepted."""

import http.cookiejar
import json
import threading
import time
import urllib.error
import urllib.request
from uuid import uuid4

from localdev.ports import HOST
from tests.waiting import TIMEOUT


class Till:
    """A person's browser at the business, which sends a sale again for as long as it is refused with 503 or not at all.

    `refused` are the answers that were no success, `sold` the ids of sales by their keys.
    """

    def __init__(self, port, email, password):
        self._place, self._headers = f"http://{HOST}:{port}", {"Host": f"demo.localhost:{port}"}
        self._cookies = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=None))
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self.refused: list[object] = []
        self.sold: dict[str, str] = {}
        self._sign_in(email, password)
        self.cart = self._stocked()
        self.before = self.sales()

    def get(self, path):
        return json.load(self._open(path))

    def post(self, path, body, key):
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._csrf(), "Idempotency-Key": key}
        return json.load(self._open(path, json.dumps(body).encode(), headers))

    def sell(self, number):
        for _ in range(number):
            key = str(uuid4())
            self.sold[key] = self._until_accepted(key)

    def selling(self, number):
        """In a thread, which has sold one when this returns."""
        thread = threading.Thread(target=self.sell, args=[number])
        before = len(self.sold)
        thread.start()
        while len(self.sold) == before and thread.is_alive():
            time.sleep(0.01)
        return thread

    def sales(self):
        """The ids of all sales there are."""
        found, page = [], "/api/v1/sales/?page_size=200"
        while page:
            answer = self.get(page)
            found += [sale["id"] for sale in answer["results"]]
            page = (answer["next"] or "").partition(f":{self._place.rpartition(':')[2]}")[2]
        return found

    def _until_accepted(self, key):
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            try:
                return self.post("/api/v1/sales/", self.cart, key)["id"]
            except urllib.error.HTTPError as error:
                self.refused.append((error.code, error.headers["Content-Type"], error.headers["Retry-After"]))
                if error.code != 503:
                    raise
            except OSError as error:  # no server, or one that ended
                self.refused.append(error)
            time.sleep(0.1)
        raise AssertionError(f"never accepted: {self.refused[-5:]}")

    def _sign_in(self, email, password):
        self._open("/sign-in/")
        form = f"login={email}&password={password}&csrfmiddlewaretoken={self._csrf()}"
        self._open("/sign-in/", form.encode())

    def _stocked(self):
        """A cart of a thing that there is plenty of."""
        product = self.get("/api/v1/products/")["results"][0]
        outlet = self.get("/api/v1/outlets/")[0]["id"]
        variation = {"sku": "PLENTY", "price": "1.00", "tax_code_id": product["variations"][0]["tax_code_id"]}
        made = self.post("/api/v1/products/", {"name": "Plenty", "variations": [variation]}, "plenty")
        lines = [{"variation_id": made["variations"][0]["id"], "quantity": "100000", "unit_cost": "0.50"}]
        self.post("/api/v1/opening-stock/", {"outlet_id": outlet, "lines": lines}, "plenty-stock")
        sold = [{"variation_id": made["variations"][0]["id"], "quantity": "1"}]
        return {"outlet_id": outlet, "lines": sold, "payments": [{"method": "cash", "amount": "5.00"}]}

    def _csrf(self):
        return next((cookie.value for cookie in self._cookies if cookie.name == "csrf"), "")

    def _open(self, path, data=None, headers=None):
        address, headers = f"{self._place}{path}", {**self._headers, **(headers or {})}
        request = urllib.request.Request(address, data=data, headers=headers)  # noqa: S310 (http, as it says)
        return self._browser.open(request, timeout=TIMEOUT)
