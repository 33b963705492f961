"""Read the catalogue of figures with rdflib in its three forms and compare them. The bench runs it.

Every dataset has to say what DCAT-AP demands of it: title, description, publisher, and distributions with an address,
a licence and a format.
"""

import json
import sys
from importlib import import_module
from typing import Any

FORMS = {"jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}


def main() -> None:
    """Read, compare, and say what was found as JSON."""
    rdflib: Any = import_module("rdflib")
    compare: Any = import_module("rdflib.compare")
    spaces: Any = import_module("rdflib.namespace")
    dcat, dct = spaces.DCAT, spaces.DCTERMS
    graphs = [rdflib.Graph().parse(f"{sys.argv[1]}.{form}", format=name) for form, name in FORMS.items()]
    same = all(compare.isomorphic(graphs[0], other) for other in graphs[1:])
    first = graphs[0]
    datasets = list(first.subjects(spaces.RDF.type, dcat.Dataset))
    distributions = list(first.subjects(spaces.RDF.type, dcat.Distribution))
    lacking = [
        f"{thing} {says}"
        for things, asked in (
            (datasets, (dct.title, dct.description, dct.publisher, dcat.distribution)),
            (distributions, (dcat.accessURL, dcat.downloadURL, dct.license, dct["format"], dcat.mediaType)),
        )
        for thing in things
        for says in asked
        if (thing, says, None) not in first
    ]
    told = f"{len(first)} statements, {len(datasets)} datasets, {len(distributions)} distributions"
    told += f", {len(lacking)} lacking" + (f", first {lacking[0]}" if lacking else "")
    print(json.dumps({"sentence": told, "same": bool(same and datasets and not lacking)}))


if __name__ == "__main__":
    main()
