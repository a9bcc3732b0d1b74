from kernel.errors import AlreadyExists


class SaleExists(AlreadyExists):
    """The id that the till gave belongs to a sale that is recorded already."""

    code = "sale_exists"
    constraint = "selling_sale_pkey stock_document_once"
    title = "This sale is recorded already"
