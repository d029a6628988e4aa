"""The five strategy keys on the dashboard: what is on, how much, and why one is locked. Sets nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect, Surface

from lucy.run import strategy, words
from lucy.sim.controls import Controls
from lucy.sim.level import Level
from lucy.ui import phrases, shapes, text
from lucy.ui.layout import Layout
from lucy.ui.theme import Theme, mix


@dataclass(frozen=True, slots=True)
class KeyLook:
    """How one key looks now."""

    key: str
    on: bool
    selected: bool
    amount: str
    locked: str
    cap: str = ""  # what stands on the key or the button


def looks(level: Level, now: strategy.Strategy) -> tuple[KeyLook, ...]:
    """The keys as the player has set them."""
    free = not now.on
    return tuple(
        KeyLook(
            key,
            free if key == strategy.IGNORE else key in now.on,
            key == now.selected and not strategy.locked(level, key),
            "" if key == strategy.IGNORE else phrases.key_amount(level, now, key),
            strategy.locked(level, key),
        )
        for key in strategy.KEYS
    )


def looks_of(level: Level, controls: Controls) -> tuple[KeyLook, ...]:
    """The keys as a persona's settings would have them."""
    on = strategy.lit(controls, level)
    return tuple(
        KeyLook(
            key,
            key in on,
            False,
            phrases.controls_amount(level, controls, key) if key in on else "",
            "" if key in on else strategy.locked(level, key),
        )
        for key in strategy.KEYS
    )


def less_more(rect: Rect, lay: Layout) -> tuple[Rect, Rect]:
    """Where − and + of the selected key are."""
    if lay.compact:
        half, third = rect.height // 2, rect.width // 3
        less = Rect(rect.left, rect.top + half, third, rect.height - half)
        return less, less.move(rect.width - third, 0)
    side = min(rect.height, lay.px(66))
    between = min(lay.px(116), rect.width - lay.px(64) - 2 * side)
    more = Rect(rect.right - side, rect.top, side, rect.height)
    return more.move(-side - between, 0), more


def pressed(
    rects: tuple[Rect, ...], now: tuple[KeyLook, ...], at: tuple[int, int], lay: Layout
) -> tuple[str, int] | None:
    """What a click there does: (key, −1 or +1) moves its amount, (key, 0) presses it; None: nothing."""
    for rect, look in zip(rects, now, strict=True):
        if rect.collidepoint(at):
            if look.selected and look.on and look.key != strategy.IGNORE:
                less, more = less_more(rect, lay)
                if less.collidepoint(at):
                    return look.key, -1
                if more.collidepoint(at):
                    return look.key, 1
            return look.key, 0
    return None


def after_press(
    level: Level, now: strategy.Strategy, rects: tuple[Rect, ...], at: tuple[int, int], lay: Layout
) -> strategy.Strategy | None:
    """What is wanted after a click there; None: there is no key."""
    key = pressed(rects, looks(level, now), at, lay)
    if key is None:
        return None
    name, by = key
    return strategy.adjust(level, now, by, name) if by else strategy.toggle(level, now, name)


def under(rects: tuple[Rect, ...], at: tuple[int, int]) -> str:
    """The key that stands there; "": none."""
    return next((key for key, rect in zip(strategy.KEYS, rects, strict=False) if rect.collidepoint(at)), "")


def draw_keys(
    surface: Surface, rects: tuple[Rect, ...], now: tuple[KeyLook, ...], theme: Theme, lay: Layout, hovered: str = ""
) -> None:
    """All five keys."""
    for rect, look in zip(rects, now, strict=True):
        _draw_key(surface, rect, look, theme, lay, look.key == hovered)


def _draw_key(surface: Surface, rect: Rect, look: KeyLook, theme: Theme, lay: Layout, hovered: bool) -> None:
    radius = lay.px(14)
    fill = theme.accent if look.on else theme.panel_raised
    ink = theme.on_accent if look.on else theme.on_panel
    soft = theme.on_accent if look.on else theme.on_panel_soft
    if look.locked:
        fill, ink = mix(theme.panel, theme.panel_raised, 0.45), theme.on_panel_soft
    elif hovered:
        fill = mix(fill, theme.on_panel if not look.on else (255, 255, 255), 0.12)
    edge = theme.accent_low if look.on else mix(fill, theme.on_panel, 0.16)
    lip = 0 if look.locked else max(lay.px(4), 1)
    if look.selected and look.on and not lay.compact:
        shapes.box(surface, rect.inflate(lay.px(6), lay.px(6)), radius + lay.px(3), theme.focus)
    shapes.box(surface, rect, radius, edge)
    face = Rect(rect.left, rect.top, rect.width, rect.height - lip)
    shapes.box(surface, face, radius, fill)
    if lay.compact:
        _compact_face(surface, face, look, ink, soft, lay)
        return
    cap = Rect(0, 0, lay.px(42), lay.px(42))
    cap.midleft = face.left + lay.px(12), face.centery
    shapes.box(surface, cap, lay.px(9), theme.on_accent if look.on else theme.panel_deep)
    letter = theme.accent if look.on else theme.on_panel if not look.locked else theme.on_panel_soft
    room = cap.width - lay.px(8)
    text.draw(
        surface, look.cap, cap.center, lay.type_px(27), letter, text.BOLD, x="centre", y="middle", width_px=room
    )
    left = cap.right + lay.px(16)
    name, size = words.say(f"screen.keys.{look.key}"), lay.type_px(29)
    room = face.right - lay.px(18) - left - (0 if look.key == strategy.IGNORE else lay.px(56))
    name, size = text.fit(name, size, text.BOLD, room)
    end = left + text.width(name, size, text.BOLD)
    if not (look.selected and look.on) or end < less_more(rect, lay)[0].left:  # a short key has no room for both
        text.draw(surface, name, (left, face.centery), size, ink, text.BOLD, y="middle")
    _amount(surface, rect, face, look, end + lay.px(16), ink, soft, lay)


def _amount(surface, rect, face, look: KeyLook, left: int, ink, soft, lay: Layout) -> None:  # type: ignore[no-untyped-def]
    """What stands at the right of a key: why it is locked, − amount +, the amount, or off."""
    right = face.right - lay.px(18)
    size = lay.type_px(26)
    if look.locked:
        if right - left > lay.px(150):
            _reason(surface, Rect(left, face.top, right - left, face.height), look.locked, soft, lay)
        else:
            shapes.draw_sign(surface, "lock", (right - lay.px(10), face.centery), lay.px(24), soft)
        return
    if look.key == strategy.IGNORE:
        return
    if look.selected and look.on:
        less, more = less_more(rect, lay)
        for place, sign in ((less, "minus"), (more, "plus")):
            shapes.draw_sign(surface, sign, (place.centerx, face.centery), lay.px(26), ink)
        room = more.left - less.right
        at = (less.right + more.left) // 2, face.centery
        _in_two_lines(surface, look.amount, at, room, ink, lay)
        return
    said = look.amount if look.on else words.say("screen.keys.off")
    weight = text.BOLD if look.on else text.REGULAR
    text.draw(
        surface, said, (right, face.centery), size, ink if look.on else soft, weight, x="right", y="middle",
        width_px=right - left, least_px=lay.type_px(20),
    )  # fmt: skip


def _in_two_lines(
    surface: Surface, said: str, at: tuple[int, int], room: int, ink: tuple[int, int, int], lay: Layout
) -> None:
    """An amount in the middle between − and +: in one line where it fits, the name of an option in two."""
    small = lay.type_px(20)
    lines: tuple[str, ...] = (said,)
    if text.width(said, small, text.BOLD) > room:
        lines = text.wrap(said, small, text.BOLD, room)
        lines = (lines[0], " ".join(lines[1:])) if len(lines) > 1 else lines
    size = small if len(lines) > 1 else lay.type_px(26)
    step = round(size * 1.15)
    for i, line in enumerate(lines):
        place = at[0], round(at[1] + (i - (len(lines) - 1) / 2) * step)
        text.draw(surface, line, place, size, ink, text.BOLD, x="centre", y="middle", width_px=room, least_px=small)


def _reason(surface: Surface, area: Rect, reason: str, colour: tuple[int, int, int], lay: Layout) -> None:
    """Why it is locked, on two lines or as many as fit: all of it, else its first sentence.

    The caption line says the whole of it.
    """
    lock = lay.px(24)
    shapes.draw_sign(surface, "lock", (area.right - lock / 2, area.centery), lock, colour)
    room = area.width - lock - lay.px(12)
    size, lines = _reason_lines(reason, room, area.height, lay)
    step = round(size * 1.2)
    top = area.centery - (len(lines) - 1) * step / 2
    for i, line in enumerate(lines):
        at = area.right - lock - lay.px(12), top + i * step
        text.draw(surface, line, at, size, colour, x="right", y="middle", width_px=room)


def _reason_lines(reason: str, room: int, height: int, lay: Layout) -> tuple[int, tuple[str, ...]]:
    """The largest type at which a reason, or its first sentence, finds room; else two lines that are cut."""
    sizes = range(lay.type_px(21), lay.type_px(18) - 1, -1)
    for said in (reason, reason.split(". ")[0].rstrip(".") + "."):
        for size in sizes:
            lines = text.wrap(said, size, text.REGULAR, room)
            most = max(2, int(0.85 * height / (1.2 * size)))
            if len(lines) <= most and max(text.width(line, size) for line in lines) <= room:
                return size, lines
    return size, (lines[0], text.fit(" ".join(lines[1:]), size, text.REGULAR, room, size)[0])


def _compact_face(surface, face: Rect, look: KeyLook, ink, soft, lay: Layout) -> None:  # type: ignore[no-untyped-def]
    """A small key: the letter and the name above, the amount below."""
    name = f"{look.cap}  {words.say(f'screen.keys.{look.key}')}"
    alone = look.key == strategy.IGNORE
    y = face.centery if alone else face.top + round(face.height * 0.32)
    text.draw(
        surface, name, (face.centerx, y), lay.type_px(28), ink, text.BOLD, x="centre", y="middle",
        width_px=face.width - lay.px(16),
    )  # fmt: skip
    if alone:
        return
    said = words.say("screen.keys.locked") if look.locked else look.amount if look.on else words.say("screen.keys.off")
    if look.selected and look.on:
        said = f"− {said} +"
    at = face.centerx, face.top + round(face.height * 0.72)
    text.draw(surface, said, at, lay.type_px(24), soft, x="centre", y="middle", width_px=face.width - lay.px(12))
