from people.steps.keep_an_owner import keep_an_owner

__all__ = ["keep_an_owner"]
