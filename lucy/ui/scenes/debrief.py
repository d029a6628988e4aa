"""After a run: how it ended, what counted, the whole curve, the sum, and what the level says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import Rect, Surface

from lucy.run import words
from lucy.ui import caption_line, charts, ledger_bar, phrases, shapes, text, widgets
from lucy.ui.layout import Layout
from lucy.ui.scenes.page import Page, margin
from lucy.ui.stage import Scene, Stage
from lucy.ui.theme import Theme
from lucy.ui.widgets import Button

if TYPE_CHECKING:
    from lucy.ui.scenes.play import Play


class Debrief(Page):
    """One run, explained. Reads the session that was played; changes nothing in it."""

    def __init__(self, played: Play) -> None:
        self.played = played
        self.level, self.session = played.level, played.session
        self.result = played.session.result()
        self.ledger = played.now.ledger
        self.focus = 0
        self._chart: tuple[tuple[object, ...], Surface] | None = None

    # -- buttons

    def buttons(self, stage: Stage) -> tuple[Button, ...]:
        """Again, watch the one to beat, the next level, the levels."""
        lay = stage.lay
        actions = [("again", words.say("screen.debrief.again"), True)]
        if self.level.beat and self.played.choice.consumer != self.level.beat:
            name = caption_line.speaker_name(self.level.beat)
            actions.append(("watch", words.say("screen.debrief.watch", name=name), False))
        if self._next_name(stage):
            actions.append(("next", words.say("screen.debrief.next"), False))
        actions.append(("levels", words.say("screen.debrief.levels"), False))
        gap = lay.px(20)
        left, height = margin(stage), max(lay.px(76), 34)
        wide = lay.width - 2 * left
        width = min((wide - gap * (len(actions) - 1)) // len(actions), lay.px(380))
        top = lay.height - lay.px(44 if not lay.compact else 20) - height
        return tuple(
            Button(Rect(left + i * (width + gap), top, width, height), label, action, primary)
            for i, (action, label, primary) in enumerate(actions)
        )

    def _next_name(self, stage: Stage) -> str:
        names = stage.levels()
        if self.level.name in names and names.index(self.level.name) + 1 < len(names):
            return names[names.index(self.level.name) + 1]
        return ""

    def act(self, action: str, stage: Stage) -> Scene | None:
        """Go where the button says."""
        from lucy.ui.scenes.briefing import Briefing
        from lucy.ui.scenes.level_choice import LevelChoice
        from lucy.ui.scenes.play import Play

        played = self.played
        if action in ("again", "restart"):
            return Play(played.choice, stage, played.back, played.number)
        if action == "watch":
            return Play(played.choice.by(self.level.beat), stage, played.back, played.number)
        if action == "next" and (name := self._next_name(stage)):
            return Briefing(stage.level(name), stage, lambda: LevelChoice(stage))
        if action == "levels":
            return LevelChoice(stage)
        if action == "back":
            return played.back()
        return self

    # -- drawing

    def paint(self, surface: Surface, stage: Stage) -> None:
        """Headline, stars and terms at the left; curve, sum and verdict at the right; the ledger below."""
        lay, theme = stage.lay, stage.theme
        widgets.page_ground(surface, theme, lay)
        left = margin(stage)
        top = lay.px(56 if not lay.compact else 24)
        below = self._headline(surface, Rect(left, top, lay.width - 2 * left, 10), theme, lay)
        buttons_top = self.buttons(stage)[0].rect.top
        ledger = Rect(left, buttons_top - lay.px(100 if not lay.compact else 66), lay.width - 2 * left, 0)
        ledger.height = lay.px(64 if not lay.compact else 44)
        body = Rect(left, below + lay.px(34), ledger.width, ledger.top - below - lay.px(70))
        ledger_bar.draw_ledger(surface, ledger, self.level, self.ledger, theme, lay, on_card=True)
        if lay.compact:
            half = (body.width - lay.px(40)) // 2
            self._terms(surface, Rect(body.left, body.top, half, body.height), theme, lay)
            inner = Rect(body.right - half + lay.px(24), body.top + lay.px(28), half - lay.px(48), 10)
            size, verdict = lay.type_px(26), self.level.words.verdict
            below = text.paragraph(None, verdict, inner, size, theme.on_accent, text.BOLD, leading=1.3)
            box = Rect(body.right - half, body.top, half, min(below - body.top + lay.px(22), body.height))
            shapes.box(surface, box, lay.px(20), theme.accent)
            text.paragraph(surface, verdict, inner, size, theme.on_accent, text.BOLD, leading=1.3)
            return
        gap = lay.px(44)
        width = (body.width - gap) // 2
        one = Rect(body.left, body.top, width, body.height)
        two = Rect(body.right - width, body.top, width, body.height)
        self._left(surface, one, theme, lay)
        self._right(surface, two, theme, lay)

    def _headline(self, surface: Surface, rect: Rect, theme: Theme, lay: Layout) -> int:
        """How it ended, in large letters, and the stars; returns the y below."""
        won = self.result.outcome == "won"
        star, gap = lay.px(84 if not lay.compact else 60), lay.px(12)
        size = lay.type_px(84 if not lay.compact else 60)
        x = rect.right - 3 * star - 2 * gap
        for place in range(3):
            centre = x + place * (star + gap) + star / 2, rect.top + star / 2
            earned = place < self.result.stars
            shapes.draw_sign(surface, "star", centre, star, theme.accent_low if earned else theme.line)
            if earned:
                shapes.draw_sign(surface, "star", centre, round(star * 0.8), theme.accent)
            else:
                shapes.draw_sign(surface, "star", centre, round(star * 0.8), theme.ground)
        said = words.say("screen.debrief.score", score=round(self.result.score))
        score = text.draw(
            surface, said, (x - lay.px(36), rect.top + star // 2), lay.type_px(40), theme.ink, text.BOLD, x="right",
            y="middle",
        )  # fmt: skip
        line = words.say(f"screen.debrief.{self.result.outcome}")
        colour = theme.good_ink if won else theme.bad_ink
        room = score.left - rect.left - lay.px(40)
        drawn = text.draw(
            surface, line, (rect.left, rect.top + star // 2), size, colour, text.HEADING, y="middle", width_px=room
        )
        at = rect.left, max(drawn.bottom, rect.top + star) + lay.px(26 if not lay.compact else 14)
        who = caption_line.speaker_name(self.session.consumer_name)
        line = f"{words.say('screen.debrief.played_by', name=who)}. {self.result.reason}"
        under = text.draw(
            surface, line, at, lay.type_px(30 if not lay.compact else 24), theme.ink_soft, y="top", width_px=rect.width
        )
        return under.bottom

    def _left(self, surface: Surface, area: Rect, theme: Theme, lay: Layout) -> None:
        """What counted, and the sum worked out."""
        terms = len(self.result.score_terms)
        step = lay.px(50)
        card = Rect(area.left, area.top, area.width, lay.px(104) + terms * step)
        _card(surface, card, theme, lay)
        inner = card.inflate(-lay.px(72), -lay.px(60))
        _label(surface, inner, words.say("screen.debrief.terms"), theme, lay)
        self._terms(surface, Rect(inner.left, inner.top + lay.px(44), inner.width, terms * step), theme, lay)
        top = card.bottom + lay.px(24)
        inner_width, size = area.width - lay.px(72), lay.type_px(26)
        room = area.bottom - top - lay.px(84)
        shown: list[tuple[str, str, bool]] = []
        for what, formula in self.level.words.sums:
            wide = text.width(what, size) + text.width(formula, size, text.BOLD) + lay.px(24)
            beside = wide <= inner_width
            room -= lay.px(48 if beside else 84)
            if room < 0:
                break
            shown.append((what, formula, beside))
        if not shown:
            return
        card = Rect(area.left, top, area.width, area.bottom - top)
        _card(surface, card, theme, lay)
        inner = card.inflate(-lay.px(72), -lay.px(60))
        _label(surface, inner, words.say("screen.debrief.sums"), theme, lay)
        y = inner.top + lay.px(70)
        for what, formula, beside in shown:
            text.draw(surface, what, (inner.left, y), size, theme.ink_soft, y="middle", width_px=inner.width)
            if beside:
                text.draw(surface, formula, (inner.right, y), size, theme.ink, text.BOLD, x="right", y="middle")
            else:
                y += lay.px(36)
                text.draw(surface, formula, (inner.left, y), size, theme.ink, text.BOLD, y="middle")
            y += lay.px(48)

    def _terms(self, surface: Surface, area: Rect, theme: Theme, lay: Layout) -> None:
        """Each term of the score as a bar from 0 to 100 %, and its weight."""
        terms = self.result.score_terms
        if not terms:
            return
        step = min(area.height / len(terms), lay.px(62))
        size = lay.type_px(28 if not lay.compact else 25)
        for place, (name, term) in enumerate(terms.items()):
            y = area.top + step * (place + 0.5)
            text.draw(
                surface, words.say(f"screen.debrief.term.{name}"), (area.left, y), size, theme.ink, y="middle",
                width_px=round(area.width * 0.42),
            )  # fmt: skip
            track = Rect(area.left + round(area.width * 0.44), 0, round(area.width * 0.38), lay.px(24))
            track.centery = round(y)
            shapes.box(surface, track, lay.px(8), theme.line)
            value = min(max(float(term["value"]), 0.0), 1.0)
            full = Rect(track.left, track.top, max(round(track.width * value), lay.px(16)), track.height)
            shapes.box(surface, full, lay.px(8), theme.leaving if value > 0.5 else theme.dropped)
            said = words.say("screen.debrief.part", part=value)
            text.draw(surface, said, (area.right, y), size, theme.ink, text.BOLD, x="right", y="middle")

    def _right(self, surface: Surface, area: Rect, theme: Theme, lay: Layout) -> None:
        """The whole curve, what came of it in words, and what the level says."""
        size, words_size = lay.type_px(31), lay.type_px(30)
        verdict = self.level.words.verdict
        measure = Rect(0, 0, area.width - lay.px(72), 10)
        high = text.paragraph(None, verdict, measure, size, theme.on_accent, text.BOLD, leading=1.36) + lay.px(64)
        box = Rect(area.left, area.bottom - high, area.width, high)
        shapes.box(surface, box, lay.px(22), theme.accent)
        at = Rect(box.left + lay.px(36), box.top + lay.px(34), measure.width, 10)
        text.paragraph(surface, verdict, at, size, theme.on_accent, text.BOLD, leading=1.36)
        lines = self.level.words.won if self.result.outcome == "won" else self.level.words.lost
        room = box.top - area.top - lay.px(200)
        kept: list[tuple[str, int]] = []
        for line in lines:
            need = text.paragraph(None, line, Rect(0, 0, area.width, 10), words_size, theme.ink) + lay.px(30)
            if need > room:
                break
            kept.append((line, need))
            room -= need
        used = sum(need for _, need in kept)
        chart = Rect(area.left, area.top, area.width, box.top - area.top - used - lay.px(30 if not kept else 46))
        self._curve(surface, chart, theme, lay)
        top = chart.bottom + lay.px(34)
        for line, need in kept:
            text.paragraph(surface, line, Rect(area.left, top, area.width, 10), words_size, theme.ink)
            top += need

    def _curve(self, surface: Surface, rect: Rect, theme: Theme, lay: Layout) -> None:
        key = (rect.size, theme.name)
        if self._chart is None or self._chart[0] != key:
            image = Surface(rect.size)
            image.fill(theme.ground)
            line = self.session.timeline(None)
            charts.draw_timeline(image, image.get_rect(), self.level, line, theme, lay, None)
            self._chart = key, image
        surface.blit(self._chart[1], rect)
        if rect.height > lay.px(120):
            label = words.say("screen.debrief.curve")
            peak = words.say("screen.debrief.peak", peak=phrases.amount(self.level, self.result.depth_peak))
            at = rect.centerx, rect.bottom - lay.px(24)
            text.draw(
                surface, f"{label} · {peak}", at, lay.type_px(24), theme.on_panel_soft, x="centre", y="middle",
                width_px=rect.width - lay.px(240),
            )  # fmt: skip


def _card(surface: Surface, rect: Rect, theme: Theme, lay: Layout) -> None:
    shapes.box(surface, rect, lay.px(22), theme.card, max(lay.px(2), 1), theme.line)


def _label(surface: Surface, inner: Rect, line: str, theme: Theme, lay: Layout) -> None:
    text.draw(surface, line, inner.topleft, lay.type_px(28), theme.ink_soft, text.BOLD, y="top")
