from insights.queries.home import Home, Week, change_percent, home

__all__ = ["Home", "Week", "change_percent", "home"]
