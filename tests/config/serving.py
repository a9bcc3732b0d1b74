"""A program for the server's tests: it says what it got."""

from config.server import WaitressWorker


class HastyWorker(WaitressWorker):
    read_seconds = 1


def application(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body) + 4))])
    return [b"got:", body]
