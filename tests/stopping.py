"""Long work that is stopped from outside after some pieces, for the tests of what goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lucy.run.unfinished import STOPPED, Unfinished


@contextmanager
def stopped_after(pieces: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What runs inside is stopped once so many pieces are kept, and ends as stopped work does; the pieces' keys."""
    keep, kept = Unfinished._keep, []

    def keep_some(self: Unfinished, of: str, answer: object) -> None:
        if len(kept) == pieces:
            raise KeyboardInterrupt
        kept.append(of)
        keep(self, of, answer)

    with monkeypatch.context() as stopping, pytest.raises(SystemExit) as stop:
        stopping.setattr(Unfinished, "_keep", keep_some)
        yield kept
    assert stop.value.code == STOPPED == 130
