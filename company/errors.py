from kernel.errors import Conflict


class OutletTaken(Conflict):
    """Another outlet has this name or code."""

    code = "outlet_taken"
    title = "Another outlet has this name or code"
