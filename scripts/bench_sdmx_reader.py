"""Read one file with one reader; print seconds, rows and the most memory as JSON. The bench runs it."""

import json
import resource
import sys
import time
import warnings
from importlib import import_module
from pathlib import Path


def ours(place: str) -> int:
    """Read a message to typed tables with our own readers."""
    messages = import_module("roundtable_analytics.sdmx.messages")
    with Path(place).open("rb") as file:
        if place.endswith(".csv"):
            reading = import_module("roundtable_analytics.sdmx.csv_data").read_csv(file, numbers=("OBS_VALUE",))
        else:
            reading = import_module("roundtable_analytics.sdmx.xml_data").read_xml(file)
        return sum(messages.typed(table).rows.height for table in messages.gathered(reading))


def stream(place: str) -> int:
    """Read a message batch by batch and keep nothing."""
    with Path(place).open("rb") as file:
        reading = import_module("roundtable_analytics.sdmx.xml_data").read_xml(file)
        return sum(batch.rows.height for batch in reading.batches)


def pysdmx(place: str) -> int:
    """Read a message with pysdmx, without validating it against schemas."""
    message = import_module("pysdmx.io").read_sdmx(place, validate=False)
    return sum(len(one.data) for one in message.data)


def sdmx1(place: str) -> int:
    """Read a message with sdmx1, to a table of pandas."""
    sdmx = import_module("sdmx")
    return sum(len(sdmx.to_pandas(one)) for one in sdmx.read_sdmx(place).data)


READERS = {"ours": ours, "stream": stream, "pysdmx": pysdmx, "sdmx1": sdmx1}
MODULES = {
    "ours": ["roundtable_analytics.sdmx.xml_data", "roundtable_analytics.sdmx.csv_data"],
    "stream": ["roundtable_analytics.sdmx.xml_data"],
    "pysdmx": ["pysdmx.io", "pandas"],
    "sdmx1": ["sdmx", "pandas"],
}


def main() -> None:
    """Import first, then measure the reading alone."""
    warnings.simplefilter("ignore")
    reader, place = sys.argv[1:]
    for module in MODULES[reader]:
        import_module(module)
    started, worked = time.perf_counter(), time.process_time()
    rows = READERS[reader](place)
    seconds, work = time.perf_counter() - started, time.process_time() - worked
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "work": work, "rows": rows, "megabytes": most}))


if __name__ == "__main__":
    main()
