"""What a browser sends when the forms are filled in."""

from kernel.versions import ANY
from web.opening_summary import SEEN, seen_token


def product_data(tax_code: int | str, **changed: object) -> dict[str, object]:
    """What the product form sends for one variation; "sku" and the like change its row."""
    row = {
        "id": "",
        "name": "",
        "sku": "BR-1",
        "price": "45.00",
        "tax_code_id": tax_code,
        "unit": "piece",
        "barcodes": "111 222",
        "reorder_point": "5",
        "reorder_quantity": "",
    }
    shared = {"name": "Bread", "category_id": "", "description": ""}
    rows = {f"variations-0-{field}": changed.pop(f"row_{field}", value) for field, value in row.items()}
    told = {"version": ANY} if rows["variations-0-id"] else {}
    return {**shared, **rows, **told, "variations-TOTAL_FORMS": 1, "variations-INITIAL_FORMS": 0, **changed}


def opening_data(outlet: int, variation: int, **changed: object) -> dict[str, object]:
    """What the opening stock form sends for one row, when its summary has been seen."""
    row = {"variation_id": variation, "quantity": "12", "unit_cost": "30.00", "batch_number": "B-7", "expires_on": ""}
    rows = {f"lines-0-{field}": changed.pop(field, value) for field, value in row.items()}
    data = {"outlet": outlet, **rows, "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, **changed}
    return {SEEN: seen_token(data), **data}
