"""Read datasets from a served platform with one client, and write what it read as CSV. The bench runs it.

Called with the client, the form, the address and a folder; the datasets and their keys come on the standard input as
JSON. It knows nothing of the platform: what the client gives is written down as it is.
"""

import json
import sys
import traceback
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

SERVICES = {
    "2.1 generic": ("2.1", "application/vnd.sdmx.genericdata+xml;version=2.1"),
    "2.1 specific": ("2.1", "application/vnd.sdmx.structurespecificdata+xml;version=2.1"),
    "3.0 specific": ("3.0", "application/vnd.sdmx.data+xml;version=3.0.0"),
    "csv 1.0": ("2.1", "application/vnd.sdmx.data+csv;version=1.0.0"),
    "csv 2.0": ("3.0", "application/vnd.sdmx.data+csv;version=2.0.0"),
}
STRUCTURES = {
    "2.1": (
        "{base}/sdmx/2.1/dataflow/ROUNDTABLE/{name}/latest?references=all",
        "application/vnd.sdmx.structure+xml;version=2.1",
    ),
    "3.0": (
        "{base}/sdmx/3.0/structure/dataflow/ROUNDTABLE/{name}/1.0?references=descendants",
        "application/vnd.sdmx.structure+xml;version=3.0.0",
    ),
}
DATA = {"2.1": "{base}/sdmx/2.1/data/{name}/{key}", "3.0": "{base}/sdmx/3.0/data/dataflow/ROUNDTABLE/{name}/1.0/{key}"}


def fetched(address: str, accept: str) -> bytes:
    """Ask for an address."""
    request = urllib.request.Request(address, headers={"Accept": accept})  # noqa: S310 - a server of the bench
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - a server of the bench
        return bytes(answer.read())


def addresses(way: str, base: str, name: str, key: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Give the addresses of the structures and of the data, each with what is accepted."""
    version, accept = SERVICES[way]
    address, structures = STRUCTURES[version]
    told = {"base": base, "name": name, "key": "*" if key == "all" and version == "3.0" else key}
    return (address.format(**told), structures), (DATA[version].format(**told), accept)


def sdmx1(way: str, base: str, name: str, key: str) -> tuple[Any, int]:
    """Read with sdmx1: structures first, then data with them."""
    sdmx = import_module("sdmx")
    structures, data = addresses(way, base, name, key)
    told = sdmx.read_sdmx(BytesIO(fetched(*structures)))
    [structure] = told.structure.values()
    message = sdmx.read_sdmx(BytesIO(fetched(*data)), structure=structure)
    return table(message, structure), sum(len(one.items) for one in told.codelist.values())


def table(message: Any, structure: Any) -> Any:
    """Give the observations of a message with their attributes, a row for each."""
    pandas = import_module("pandas")
    rows = []
    for one in message.data:
        for observation in one.obs:
            row = {name: str(value.value) for name, value in observation.key.values.items()}
            row["OBS_VALUE"] = "" if observation.value is None else str(observation.value)
            row |= {name: str(value.value) for name, value in observation.attached_attribute.items()}
            rows.append(row)
    del structure
    return pandas.DataFrame(rows)


def pandasdmx(way: str, base: str, name: str, key: str) -> tuple[Any, int]:
    """Read with pandasdmx: structures first, then data with them."""
    client = import_module("pandasdmx")
    structures, data = addresses(way, base, name, key)
    told = client.read_sdmx(BytesIO(fetched(*structures)))
    [structure] = told.structure.values()
    message = client.read_sdmx(BytesIO(fetched(*data)), dsd=structure)
    return table(message, structure), sum(len(one.items) for one in told.codelist.values())


def pysdmx(way: str, base: str, name: str, key: str) -> tuple[Any, int]:
    """Read with pysdmx: data and structures together."""
    client = import_module("pysdmx.io")
    pandas = import_module("pandas")
    structures, data = addresses(way, base, name, key)
    told, message = fetched(*structures), fetched(*data)
    sets = client.get_datasets(message.decode(), told.decode(), validate=False)
    lists = client.read_sdmx(told.decode(), validate=False).get_codelists()
    rows = pandas.concat([one.data for one in sets])
    return rows, sum(len(one.items) for one in lists)


CLIENTS: dict[str, Callable[[str, str, str, str], tuple[Any, int]]] = {
    "sdmx1": sdmx1,
    "pysdmx": pysdmx,
    "pandasdmx": pandasdmx,
}


def read(client: str, way: str, base: str, out: Path) -> Iterator[dict[str, Any]]:
    """Read each dataset and say what came of it."""
    for name, key in json.load(sys.stdin):
        try:
            rows, codes = CLIENTS[client](way, base, name, key)
            rows.to_csv(out / f"{name}.csv", index=False)
            yield {"dataset": name, "rows": len(rows), "codes": codes}
        except Exception as error:  # noqa: BLE001 - what a client cannot read is told, and the next is read
            last = traceback.extract_tb(error.__traceback__)[-1]
            said = f"{type(error).__name__} {str(error)[:160]} ({Path(last.filename).name}:{last.lineno})"
            yield {"dataset": name, "problem": said}


def main() -> None:
    """Read what is asked."""
    warnings.simplefilter("ignore")
    client, way, base, out = sys.argv[1:]
    for one in read(client, way, base, Path(out)):
        print(json.dumps(one), flush=True)


if __name__ == "__main__":
    main()
