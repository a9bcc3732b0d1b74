from kernel.errors import AlreadyExists, Conflict


class SaleExists(AlreadyExists):
    """The id that the till gave belongs to a sale that is recorded already."""

    code = "sale_exists"
    constraint = "selling_sale_pkey stock_document_once"
    title = "This sale is recorded already"


class TotalChanged(Conflict):
    """The customer was told another total; a price or a tax was changed since."""

    code = "total_changed"
    title = "Prices have changed: the sale comes to something else now"
