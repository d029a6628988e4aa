"""Plain text tables that line up. Knows nothing of what stands in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from unicodedata import east_asian_width


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = (), gap: str = "  ") -> str:
    """The rows as lines with their columns under each other; the columns in `right` end flush."""
    widths = [max(_width(row[i]) for row in rows if i < len(row)) for i in range(max(map(len, rows)))]
    lines = []
    for row in rows:
        cells = []
        for i, cell in enumerate(row):
            space = " " * (widths[i] - _width(cell))
            cells.append(space + cell if i in right else cell + space)
        lines.append(gap.join(cells).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
