"""A system of the business's own: a real HTTPS server on this machine, for a name that only the tests' resolver knows."""

import datetime as dt
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.waiting import TIMEOUT

HOST = "hooks.example.com"

ANSWERS: dict[str, list[str]] = {}
"""What the tests' resolver says about each name: the first answer first, the last one for ever."""

LOOKED_UP: list[str] = []


def resolve(host: str, port: int) -> list[str]:
    LOOKED_UP.append(host)
    if host not in ANSWERS:
        raise OSError("Name or service not known")
    answers = ANSWERS[host]
    return [answers.pop(0) if len(answers) > 1 else answers[0]]


class Receiver:
    """Answers with `status` and `answer`, as soon as it is not `silent`, and remembers what it got."""

    def __init__(self, directory: Path) -> None:
        self.status, self.answer = 200, b"thanks"
        self._may_answer = threading.Event()
        self._may_answer.set()
        self.written = 0
        self.headers: dict[str, str] = {}
        self.got: list[tuple[str, dict[str, str], str]] = []
        self.certificate = directory / "receiver.pem"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(self.certificate))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.url = f"https://{HOST}:{self.port}/hook?from=counterfoil"
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def fall_silent(self) -> None:
        """Hear callers and answer none of them, until the test is over."""
        self._may_answer.clear()

    def stop(self) -> None:
        self._may_answer.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.got.append((self.path, dict(self.headers), body))
                receiver._may_answer.wait(TIMEOUT)
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for start in range(0, len(receiver.answer), 65536):
                    receiver.written += self.wfile.write(receiver.answer[start : start + 65536])

            def log_message(self, *_: object) -> None: ...

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except OSError:  # the caller has gone
                    self.close_connection = True

        return Handler


def _certificate(path: Path) -> Path:
    """For HOST, signed by itself; key and certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
