"""What can go wrong with a business as a whole."""

from kernel.errors import Conflict


class ExportUnderWay(Conflict):
    """One archive at a time."""

    code = "export_under_way"
    title = "An export is being made; it can be downloaded in a moment"
    constraint = "data_export_one_at_a_time"
