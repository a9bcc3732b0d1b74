from kernel.errors import Conflict


class CategoryTaken(Conflict):
    """A sister category has this name."""

    code = "category_taken"
    constraint = "catalogue_category_name_once"
    title = "There is a category of this name already"
