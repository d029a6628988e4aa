"""A debrief as one HTML page to hand in or to print: what happened, the charts, the sums, the answers, the replay.

One file that needs no other and no network, and runs nothing. Everything that comes from a level, a recording or a
student is escaped.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from lucy.run import drawn_curve, language, page_chart, words
from lucy.run.page_chart import Bar, Curve
from lucy.run.prediction import Prediction
from lucy.run.result import Result
from lucy.run.snapshot import Timeline
from lucy.sim.level import Level

MOST_DEEDS = 12  # on the page; the rest is counted, and stands in the recording
MOST_MARKS = 6  # in the chart
WAITING, UNDER, IN, OUT, LIMIT = "#b36b00", "#f6e3c0", "#0072b2", "#00704f", "#2b1b10"

_STYLE = """
@page { size: A4; margin: 14mm }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; color: #2b1b10; background: #fff;
  font: 15px/1.45 system-ui, "Segoe UI", "Noto Sans", sans-serif }
header { border-bottom: 3px solid #d99a23; margin-bottom: .8rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.1rem; margin: 1.1rem 0 .3rem }
p { margin: .3rem 0 } svg { width: 100%; height: auto; display: block }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .15rem .5rem .15rem 0;
  vertical-align: top; border-bottom: 1px solid #e3d6bf } td.n, th.n { text-align: right; white-space: nowrap }
.name { float: right; border-bottom: 1px solid #5a4334; width: 16rem; color: #5a4334 }
.soft { color: #5a4334 } .verdict { background: #fff3d0; border-left: 5px solid #d99a23; padding: .5rem .8rem }
svg.line { display: inline; width: 2.4em; height: .7em }
tr, svg, .verdict { break-inside: avoid } h2 { break-after: avoid }
@media print { body { font-size: 11.5px; padding: 0; max-width: none } h2 { margin-top: .7rem } a { color: inherit } }
"""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something was changed: when, what each key stands at from then on ("" where it is off), and why."""

    at_s: float
    keys: tuple[tuple[str, str], ...]  # name of the key, amount
    why: str = ""


@dataclass(frozen=True, slots=True)
class DebriefPage:
    """All that stands on a page. Texts are as they are read out; `replay` is a recording's file, empty: none."""

    level: Level
    act: int
    who: str
    result: Result
    ending: str
    line: Timeline
    deeds: tuple[Deed, ...] = ()
    prediction: Prediction | None = None
    before: Timeline | None = None
    told: tuple[str, ...] = ()
    hindsight: tuple[str, ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    replay: bytes = b""
    replay_name: str = "replay.jsonl"
    game: str = ""
    written: str = ""  # the day


def html(page: DebriefPage) -> str:
    """The whole file."""
    title = _say("title", level=page.level.words.title, who=page.who)
    parts = [_top(page), _happened(page), _charts(page), _deeds(page), _counted(page), _answers(page), _sums(page)]
    return (
        f'<!DOCTYPE html>\n<html lang="{language.current()}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="viewport" content="width=device-width">\n<style>{_STYLE}</style>\n</head>\n<body>\n'
        + "\n".join(part for part in parts if part)
        + f"\n{_foot(page)}\n</body>\n</html>\n"
    )


def _say(key: str, **numbers: object) -> str:
    return words.say(f"page.{key}", **numbers)


def _section(key: str, body: str) -> str:
    return f"<section>\n<h2>{escape(_say(key))}</h2>\n{body}\n</section>"


def _top(page: DebriefPage) -> str:
    result, act = page.result, _say("act", number=page.act + 1) if page.act else ""
    facts = [_say("who", who=page.who), act, _say("seed", seed=str(result.seed)), page.written]
    stars = "★" * result.stars + "☆" * (3 - result.stars)
    return (
        f'<header>\n<p class="name">{escape(_say("name"))}</p>\n<h1>{escape(page.level.words.title)}</h1>\n'
        f'<p class="soft">{escape(" · ".join(fact for fact in facts if fact))}</p>\n'
        f"<p><strong>{escape(page.ending)}</strong> {escape(result.reason)} "
        f"<strong>{escape(_say('score', score=round(result.score)))} {stars}</strong></p>\n</header>"
    )


def _happened(page: DebriefPage) -> str:
    lines = [*page.told, *page.hindsight]
    return _section("happened", "\n".join(f"<p>{escape(line)}</p>" for line in lines)) if lines else ""


def _charts(page: DebriefPage) -> str:
    line, level = page.line, page.level
    whole_s = level.duration_ms / 1000
    waiting = [Curve(_say("waiting"), line.time_s, line.depth, WAITING, fill=UNDER),
               Curve(_say("limit"), line.time_s, line.limit, LIMIT, "8 4")]  # fmt: skip
    if page.before is not None:
        waiting.append(Curve(_say("before"), page.before.time_s, page.before.depth, "#7a6a5c", "1 3"))
    drawn = page.prediction.curve if page.prediction is not None else ()
    if drawn:
        waiting.append(Curve(_say("drawn"), drawn_curve.times_s(whole_s), np.array(drawn), "#8a3d74", "3 3"))
    rates = [Curve(_say("in"), line.time_s, line.in_per_s, IN),
             Curve(_say("out"), line.time_s, line.out_per_s, OUT, "6 3")]  # fmt: skip

    def amount(count: float) -> str:
        return words.format_count(count, level.unit.name)

    def rate(per_s: float) -> str:
        return words.format_rate(per_s, level.unit.name if per_s else "")

    marks = page.marks[:MOST_MARKS]
    charts = [_legend(waiting), page_chart.curves_over_time(waiting, whole_s, marks, amount),
              _legend(rates), page_chart.curves_over_time(rates, whole_s, (), rate, (720, 150))]  # fmt: skip
    return _section("charts", "\n".join(charts))


def _legend(curves: Sequence[Curve]) -> str:
    said = [
        f'<svg class="line" viewBox="0 0 36 10"><path d="M0 5L36 5" fill="none" stroke="{curve.colour}" '
        f'stroke-width="3" stroke-dasharray="{curve.dash or "none"}"/></svg> {escape(curve.name)}'
        for curve in curves
        if np.isfinite(curve.value).any()
    ]
    return f'<p class="soft">{" &nbsp; ".join(said)}</p>'


def _deeds(page: DebriefPage) -> str:
    if not page.deeds:
        return _section("deeds", f"<p>{escape(_say('no_deeds'))}</p>")
    names = list(dict.fromkeys(name for deed in page.deeds for name, _ in deed.keys))
    rows = [(name, bars) for name in names if (bars := _bars(page, name))]
    told = [
        f'<tr><td class="n">{words.format_clock(deed.at_s)}</td><td>{escape(_set(deed))}</td>'
        f"<td>{escape(deed.why)}</td></tr>"
        for deed in page.deeds[:MOST_DEEDS]
    ]
    more = len(page.deeds) - MOST_DEEDS
    left_out = f'<p class="soft">{escape(_say("more_deeds", count=more))}</p>' if more > 0 else ""
    chart = page_chart.bars_over_time(rows, page.level.duration_ms / 1000) if rows else ""
    return _section("deeds", f"{chart}\n<table>\n{''.join(told)}\n</table>\n{left_out}")


def _set(deed: Deed) -> str:
    on = [f"{name} {amount}" for name, amount in deed.keys if amount]
    return ", ".join(on) or _say("all_off")


def _bars(page: DebriefPage, name: str) -> list[Bar]:
    """While a key was on, and at what; neighbours that stand at the same are one."""
    end_s, found = page.result.seconds, list[Bar]()
    for place, deed in enumerate(page.deeds):
        amount = dict(deed.keys).get(name, "")
        until_s = page.deeds[place + 1].at_s if place + 1 < len(page.deeds) else end_s
        if not amount or until_s <= deed.at_s:
            continue
        if found and found[-1].to_s == deed.at_s and found[-1].text == amount:
            found[-1] = Bar(found[-1].from_s, until_s, amount)
        else:
            found.append(Bar(deed.at_s, until_s, amount))
    return found


def _counted(page: DebriefPage) -> str:
    result, level = page.result, page.level
    rows = [
        f"<tr><td>{escape(words.say(f'screen.debrief.term.{name}'))}</td>"
        f'<td class="n">{escape(words.say("screen.debrief.part", part=float(term["value"])))}</td>'
        f'<td class="n soft">{escape(_say("weight", part=float(term["weight"])))}</td></tr>'
        for name, term in result.score_terms.items()
    ]
    counts = {"made": result.made, "delivered": result.delivered, "dropped": result.dropped,
              "waiting": result.buffered, "in_flight": result.in_flight}  # fmt: skip
    ledger = _say("ledger", **{name: words.format_count(count, level.unit.name) for name, count in counts.items()})
    return _section("counted", f"<table>\n{''.join(rows)}\n</table>\n<p>{escape(ledger)}</p>")


def _answers(page: DebriefPage) -> str:
    guesses = page.prediction.guesses if page.prediction is not None else ()
    rows = [
        f"<tr><td>{escape(guess.ask)}</td><td>{'✓' if guess.is_right else '✗'} "
        f"{escape(guess.choices.texts[guess.chosen])}</td><td>{escape(guess.truth)}</td></tr>"
        for guess in guesses
    ]
    heads = "".join(f"<th>{escape(_say(key))}</th>" for key in ("question", "answer", "truth"))
    return _section("answers", f"<table>\n<tr>{heads}</tr>\n{''.join(rows)}\n</table>") if rows else ""


def _sums(page: DebriefPage) -> str:
    rows = "".join(
        f"<tr><td>{escape(what)}</td><td><strong>{escape(formula)}</strong></td></tr>"
        for what, formula in page.level.words.sums
    )
    sums = _section("sums", f"<table>\n{rows}\n</table>") if rows else ""
    verdict = page.level.words.verdict
    return sums + (f'\n<section><p class="verdict">{escape(verdict)}</p></section>' if verdict else "")


def _foot(page: DebriefPage) -> str:
    attached = ""
    if page.replay:
        data = base64.b64encode(page.replay).decode()
        attached = (
            f'<p><a download="{escape(page.replay_name)}" href="data:application/x-ndjson;base64,{data}">'
            f"{escape(_say('replay', file=page.replay_name))}</a> "
            f"{escape(_say('how_to_replay', file=page.replay_name))}</p>\n"
        )
    digest = _say("digest", game=page.game, digest=page.result.digest[:16])
    return f'<footer>\n{attached}<p class="soft">{escape(digest)}</p>\n</footer>'
