"""A service on this machine that answers like Nominatim or Photon, refuses, stalls and lies."""

import json
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from geopy.geocoders import Nominatim, Photon

AGENT = "tests of incident-mapper (nobody@example.org)"
NAME = "Zarkot Vezhal"
KALAT, DELHI, LAHORE = (66.6, 29.0), (77.2, 28.6), (74.34, 31.55)
"""Longitude and latitude."""


class Service:
    """What the server says next, and what it was asked."""

    def __init__(self):
        self.replies = []
        self.asked = []
        self.times = []
        self.agents = []
        self.released = threading.Event()
        self.port = 0
        self._trust = ssl.SSLContext(
            ssl.PROTOCOL_TLS_CLIENT
        )  # geopy would read every certificate of the machine

    def say(self, body, *, status=200, headers=None):
        """Answer the next request so; the last answer stands for all that follow."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.replies.append((status, headers or {}, text))
        return self

    def stall(self):
        """Say nothing to the next request until the test is over."""
        self.replies.append(None)
        return self

    def nominatim(self, **options):
        return Nominatim(**self._here() | options)

    def photon(self, **options):
        return Photon(**self._here() | options)

    def _here(self):
        return {
            "user_agent": AGENT,
            "domain": f"127.0.0.1:{self.port}",
            "scheme": "http",
            "proxies": {},
            "ssl_context": self._trust,
        }


def place(name=NAME, at=KALAT, **more):
    """Return one of Nominatim's answers."""
    lon, lat = at
    return {"lat": str(lat), "lon": str(lon), "display_name": f"{name}, Pakistan", "name": name} | more


def feature(name=NAME, at=KALAT, **more):
    """Return one of Photon's answers."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(at)},
        "properties": {"name": name, "country": "Pakistan", "countrycode": "PK"} | more,
    }


@contextmanager
def running():
    """Run the server on a free port of this machine."""
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            state.times.append(time.monotonic())
            state.asked.append(parse_qs(urlsplit(self.path).query))
            state.agents.append(self.headers["User-Agent"])
            reply = state.replies.pop(0) if len(state.replies) > 1 else state.replies[0]
            if reply is None:
                state.released.wait(10)
                return
            status, headers, text = reply
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
