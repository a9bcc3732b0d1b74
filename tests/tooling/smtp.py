"""A mail server that says yes to everything, on a port of its own."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from localdev.ports import HOST


class _Polite(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        in_text = False
        for line in self.rfile:
            word = line.strip().upper()
            if in_text:
                in_text = word != b"."
            if not in_text:
                self.wfile.write({b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(word, b"250 yes\r\n"))
                in_text = word == b"DATA"


@contextmanager
def mail_server() -> Iterator[int]:
    """Its port."""
    with socketserver.ThreadingTCPServer((HOST, 0), _Polite) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
