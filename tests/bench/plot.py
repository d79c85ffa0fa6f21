"""Curves as SVG, both scales logarithmic: seconds drawn through, megabytes dashed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10

from tests.bench.growth import Curve

WIDTH, HEIGHT, MARGIN = 360, 260, 48
TIME, MEMORY = "#1f5fa8", "#b4541a"
Ends = tuple[int, int]


def _ends(values: Sequence[float]) -> Ends:
    """The powers of ten round some values."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _place(value: float, ends: Ends, start: float, length: float) -> float:
    return start + (log10(value) - ends[0]) / (ends[1] - ends[0]) * length


def _name(power: int) -> str:
    return f"{10.0**power:g}" if -3 <= power <= 4 else f"10^{power}"


def _line(xs: Sequence[float], ys: Sequence[float], colour: str, dashes: str) -> Iterator[str]:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
    for x, y in zip(xs, ys, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'


def _panel(curve: Curve, left: float, top: float) -> Iterator[str]:
    sizes, seconds, memory = (list(column) for column in zip(*curve.points, strict=True))
    memory = [max(value, 0.1) for value in memory]
    wide, high = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    across, first, second = _ends(sizes), _ends(seconds), _ends(memory)
    base = top + HEIGHT - MARGIN
    xs = [_place(size, across, left + MARGIN, wide) for size in sizes]
    yield f'<rect x="{left + MARGIN}" y="{top + MARGIN}" width="{wide}" height="{high}" fill="none" stroke="#999"/>'
    yield f'<text x="{left + WIDTH / 2}" y="{top + 28}" text-anchor="middle" font-size="14">{escape(curve.title)}</text>'
    for power in range(across[0], across[1] + 1):
        x = _place(10.0**power, across, left + MARGIN, wide)
        yield f'<text x="{x:.1f}" y="{base + 16}" text-anchor="middle">{_name(power)}</text>'
    yield f'<text x="{left + WIDTH / 2}" y="{base + 32}" text-anchor="middle">{escape(curve.unit)}</text>'
    for ends, x, side, colour, unit in (
        (first, left + MARGIN - 4, "end", TIME, "s"),
        (second, left + WIDTH - MARGIN + 4, "start", MEMORY, "MB"),
    ):
        for power in range(ends[0], ends[1] + 1):
            y = _place(10.0**power, ends, base, -high)
            yield f'<text x="{x}" y="{y + 4:.1f}" text-anchor="{side}" fill="{colour}">{_name(power)} {unit}</text>'
    yield from _line(xs, [_place(value, first, base, -high) for value in seconds], TIME, "none")
    yield from _line(xs, [_place(value, second, base, -high) for value in memory], MEMORY, "5 4")


def svg(curves: Sequence[Curve]) -> str:
    """The curves, two a row."""
    rows = (len(curves) + 1) // 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {rows * HEIGHT}" font-size="10">',
        "<style>text { font-family: sans-serif }</style>",
        "<title>How cost grows: seconds (through) and further megabytes (dashed)</title>",
        '<rect width="100%" height="100%" fill="white"/>',
    ]
    for place, curve in enumerate(curves):
        parts += _panel(curve, place % 2 * WIDTH, place // 2 * HEIGHT)
    return "\n".join([*parts, "</svg>", ""])
