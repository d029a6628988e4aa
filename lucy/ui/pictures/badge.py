"""A small enamel face for a station that has no worker: calm to overwhelmed, or fallen over."""

from __future__ import annotations

import pygame

from lucy.ui.pictures.art import paint, radial, svg

STEPS = 10


def badge(scale: float, stress: float, down: bool = False, relieved: bool = False) -> pygame.Surface:
    """The face, 100 units square, for a stress of 0..1."""
    step = round(min(max(stress, 0.0), 1.0) * STEPS)
    return paint(("badge", step, down, relieved), scale, lambda: _badge(step / STEPS, down, relieved))


def _badge(stress: float, down: bool, relieved: bool) -> str:
    stress = 1.0 if down else stress
    rim = ("#1f7a5c", "#1f7a5c", "#9a6a0c", "#9a6a0c", "#8f2d1e")[min(int(stress * 4.2), 4)]
    low = ("#bfe6d3", "#cfe6c0", "#ffe6a3", "#ffd08a", "#ffb49a")[min(int(stress * 4.2), 4)]
    defs = radial("f", 40, 34, 64, (0, "#fffdf6"), (0.5, low), (1, low))
    line = 'stroke="#35241c" stroke-linecap="round" fill="none"'
    body = (
        '<circle cx="51" cy="54" r="45" fill="#2b1a12" fill-opacity=".22"/>'
        f'<circle cx="50" cy="50" r="45" fill="url(#f)" stroke="{rim}" stroke-width="5"/>'
        '<path d="M20 36 C26 22 36 15 48 14" stroke="#fff" stroke-opacity=".9" stroke-width="5" '
        'stroke-linecap="round" fill="none"/>'
    )
    if down:
        return svg(
            100,
            102,
            body
            + (
                f'<path d="M26 36 L40 50 M40 36 L26 50 M60 36 L74 50 M74 36 L60 50" stroke-width="6" {line}/>'
                f'<path d="M34 74 Q50 60 66 74" stroke-width="6" {line}/>'
            ),
            defs,
        )
    if relieved:
        body += f'<path d="M25 44 Q33 52 41 44 M59 44 Q67 52 75 44" stroke-width="5.5" {line}/>'
    else:
        wide = 5.5 + 5 * max(stress - 0.4, 0)
        for x in (34, 66):
            if stress > 0.55:
                body += (
                    f'<ellipse cx="{x}" cy="45" rx="{wide + 3:.1f}" ry="{wide + 5:.1f}" fill="#fff" '
                    f'stroke="#35241c" stroke-width="2.5"/>'
                )
            body += f'<circle cx="{x - 1}" cy="46" r="{5.5 - 1.6 * stress:.1f}" fill="#35241c"/>'
        up = 12 * max(stress - 0.3, 0)
        body += (
            f'<path d="M24 {33 - up * 0.2:.1f} L42 {32 - up:.1f} M76 {33 - up * 0.2:.1f} L58 '
            f'{32 - up:.1f}" stroke-width="5" {line}/>'
        )
    smile = 9 if relieved else 9 - 20 * stress
    if stress > 0.72 and not relieved:
        body += (
            '<ellipse cx="50" cy="73" rx="12" ry="11" fill="#5b1518"/><ellipse cx="50" cy="79" rx="7" '
            'ry="4" fill="#e0796f"/>'
        )
    else:
        body += (
            f'<path d="M35 {70 - smile * 0.35:.1f} Q50 {70 + smile:.1f} 65 {70 - smile * 0.35:.1f}" '
            f'stroke-width="5.5" {line}/>'
        )
    return svg(100, 102, body, defs)
