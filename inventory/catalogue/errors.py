from kernel.errors import Conflict


class CategoryTaken(Conflict):
    """A sister category has this name."""

    code = "category_taken"
    constraint = "catalogue_category_name_once"
    title = "There is a category of this name already"


class CodeTaken(Conflict):
    """Somebody gave the code to another thing at the same moment."""

    code = "code_taken"
    constraint = "catalogue_variation_sku_once catalogue_barcode_once catalogue_code_once"
    title = "Another product has this SKU or barcode"
