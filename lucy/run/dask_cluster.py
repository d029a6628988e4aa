"""Pieces of work on many machines: a Dask cluster, through the futures that the processes of one machine have too.

Needs the extra `dask`; the machines of the cluster need this very version of Lucy.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

import lucy

_PATIENCE_S = 10


class ClusterError(OSError):
    """There is no cluster to work on; one line."""


@contextmanager
def executor(address: str) -> Iterator[Executor]:
    """A pool of the cluster's workers at that address. Raises ClusterError."""
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ClusterError("--dask needs the extra 'dask': pip install 'lucy-backpressure[dask]'") from None
    try:
        client = Client(address, timeout=_PATIENCE_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"--dask {address}: no cluster answers there ({error})") from error
    with client:
        versions = set(client.run(_version).values())
        if versions != {lucy.__version__}:
            there = ", ".join(sorted(versions)) or "none, since it has no workers"
            raise ClusterError(f"--dask {address}: its workers need Lucy {lucy.__version__}; there is {there}")
        with client.get_executor() as pool:
            yield pool


def _version() -> str:
    return lucy.__version__
