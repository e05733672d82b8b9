"""What an iterator gives next, computed on another core while its last value is in use."""

import threading
from collections.abc import Iterator
from queue import Queue
from typing import Any


def ahead(batches: Any, *, depth: int = 1) -> Iterator[Any]:
    """Give what an iterator gives, computed on another core while the last one is being used."""
    given: Queue[tuple[Any, BaseException | None]] = Queue(maxsize=depth)
    stop = threading.Event()

    def work() -> None:
        fault: BaseException | None = None
        try:
            for batch in batches:
                given.put((batch, None))
                if stop.is_set():
                    return
        except BaseException as error:
            fault = error
        given.put((None, fault))

    worker = threading.Thread(target=work, name="reading ahead", daemon=True)
    worker.start()
    try:
        while True:
            batch, fault = given.get()
            if fault is not None:
                raise fault
            if batch is None:
                return
            yield batch
    finally:
        stop.set()
        while worker.is_alive():
            while not given.empty():
                given.get_nowait()
            worker.join(0.01)
