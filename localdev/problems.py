"""What is wrong with the machine or its environment, in one line a person can act on."""


class Problem(Exception):
    """Ends the command with its one line and exit status 2."""
