"""TCP ports of this machine."""

import socket

from localdev.problems import Problem

HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def chosen_port(text: str) -> int:
    """The port that PORT= names. Raises Problem when it is none, or taken."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Problem(f"PORT={text} is not a port: give a number from 1 to 65535.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Problem(f"Port {port} needs root: choose one from 1024 up, like PORT=8000.") from None
        except OSError:
            raise Problem(f"Port {port} is busy: stop what uses it, or choose another, like PORT={port + 1}.") from None
    return port
