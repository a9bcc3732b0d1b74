"""The stand-in as a server: `python -m standins.stripe --port P --webhook-url URL --webhook-secret whsec_…`."""

import argparse
import signal
import threading
import time
from pathlib import Path

from standins.stripe import life
from standins.stripe.server import Server, start
from standins.stripe.webhooks import Courier
from standins.stripe.world import World

_TICK_SECONDS = 5


def main() -> None:
    options = _options()
    world = World(f"http://localhost:{options.port}", kept=options.state)
    courier = Courier(world, options.webhook_url, options.webhook_secret)
    server = Server(options.port, world, courier)
    start(server)
    if options.delivery == "auto":
        threading.Thread(target=courier.run, daemon=True).start()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    while not ended.wait(_TICK_SECONDS):
        _tick(world)
    courier.stop()
    server.shutdown()


def _tick(world: World) -> None:
    with world.lock:
        before = world.count
        life.live(world, int(time.time()) + world.offset)
        if world.count != before:
            world.keep()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m standins.stripe", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--webhook-url", required=True)
    parser.add_argument("--webhook-secret", required=True)
    parser.add_argument("--delivery", choices=("auto", "manual"), default="auto")
    parser.add_argument("--state", type=Path, help="a file that keeps everything from one run to the next")
    return parser.parse_args()


if __name__ == "__main__":
    main()
