"""A home folder of its own for each worker of a run: neither keys nor kept figures of one are another's.

Loaded before the settings are (`-p tests.homes`), which read where the home folder is.
"""

import os
from pathlib import Path

_worker, _home = os.environ.get("PYTEST_XDIST_WORKER"), os.environ.get("ROUNDTABLE_HOME")
if _worker and _home and Path(_home).name != _worker:
    os.environ["ROUNDTABLE_HOME"] = str(Path(_home) / _worker)
