"""A teacher's guide as one HTML page that prints well: no script, nothing from elsewhere. Plays nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import lucy
from lucy.run import language, level_code, matrix, strategy, words
from lucy.run.guide import SEED, ActGuide, Afterwards, Asked, Tried
from lucy.run.language import shown
from lucy.sim.level import Level

_STYLE = """
@page { size: A4; margin: 13mm; }
* { box-sizing: border-box; }
body { font: 9.5pt/1.34 "Inter", "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1c120c; background: #fff;
  max-width: 190mm; margin: 0 auto; padding: 6mm 0; }
h1 { font-size: 19pt; line-height: 1.15; margin: 0 0 1mm; }
h2 { font-size: 15pt; margin: 6mm 0 2mm; padding-top: 2mm; border-top: 0.6mm solid #a87410; break-after: avoid; }
h3 { font-size: 10pt; margin: 2.5mm 0 1mm; color: #7a4d00; break-after: avoid; }
p, ul, ol { margin: 0 0 1.5mm; }
ul, ol { padding-left: 5mm; }
li { margin-bottom: 0.7mm; }
.lead { font-size: 11pt; font-weight: 600; }
.soft { color: #4a382d; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 0 7mm; align-items: start; }
.three { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 0 4mm; align-items: start; }
.box { border: 0.3mm solid #b9a98c; border-radius: 2mm; padding: 2mm 3mm; margin: 0 0 2mm; break-inside: avoid; }
.right { font-weight: 700; }
.right::after { content: " \\2713"; }
table { border-collapse: collapse; width: 100%; break-inside: avoid; }
td, th { text-align: left; vertical-align: top; padding: 0.7mm 3mm 0.7mm 0; border-bottom: 0.2mm solid #d9cdb6; }
td.sum { white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
code, pre { font: 8pt/1.32 "DM Mono", Menlo, Consolas, monospace; }
pre { background: #f5efe3; padding: 2mm 3mm; border-radius: 2mm; white-space: pre-wrap; break-inside: avoid; }
footer { margin-top: 5mm; font-size: 8.5pt; color: #4a382d; }
"""


def page(name: str, acts: Sequence[ActGuide], program: str) -> str:
    """The whole page. `program`: how the game is started from a command line."""
    level = acts[0].level
    title = words.say("guide.heading", title=level.words.title)
    parts = [_head(name, level, acts, program)]
    parts += [_act(guide, alone=len(acts) == 1) for guide in acts]
    parts.append(_discuss(acts))
    foot = words.say("guide.foot", version=lucy.__version__, seed=SEED)
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{language.current()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n"
        f"<footer>{escape(foot)}</footer>\n</body>\n</html>\n"
    )


def _head(name: str, level: Level, acts: Sequence[ActGuide], program: str) -> str:
    stands = words.say("guide.stands_for", article=level.words.article) if level.words.article else ""
    preparing = words.lines("guide.preparing", program=program, name=name)
    aims = list(dict.fromkeys(guide.level.words.idea for guide in acts if guide.level.words.idea))
    return (
        f'<p class="soft">{escape(stands)}</p>\n'
        f'<div class="two"><section>{_heading("aim")}{"".join(_p(aim, "lead") for aim in aims)}'
        f"{_heading('time')}{''.join(_time(guide, len(acts) > 1) for guide in acts)}</section>\n"
        f"<section>{_heading('prepare')}{_list(preparing)}</section></div>"
    )


def _time(guide: ActGuide, many: bool) -> str:
    said = words.say(
        "guide.minutes_quick" if guide.speed > 1 else "guide.minutes",
        minutes=round(guide.minutes), length=guide.level.duration_ms / 1000, speed=guide.speed,
    )  # fmt: skip
    return _p(f"{_act_title(guide)}. {said}" if many else said)


def _act_title(guide: ActGuide) -> str:
    return words.say("guide.act", number=guide.number + 1, title=guide.title)


def _act(guide: ActGuide, alone: bool) -> str:
    level = guide.level
    heading = "" if alone else f"<h2>{escape(_act_title(guide))}</h2>\n"
    parts = [f"{words.say('guide.from', at_s=part.at_ms / 1000)}: {shown(part.title)}" for part in level.acts]
    story = _heading("story") + "".join(_p(line) for line in level.words.briefing) + (_list(parts) if parts else "")
    keys = _heading("keys") + _rows((_key_name(key), _key_says(level, key)) for key in strategy.ADJUSTABLE)
    sums = _heading("sums") + _rows(level.words.sums, "sum") if level.words.sums else ""
    snippets = level_code.snippets(level, guide.number)
    code = f"{_heading('code')}<pre>{escape(snippets[0].text.rstrip())}</pre>" if snippets else ""
    hints = _heading("hints") + _list(level.words.hints, "ol") if level.words.hints else ""
    return (
        f'{heading}<div class="two"><section>{story}</section><section>{keys}{hints}</section></div>\n'
        f"{_questions(guide.asked)}"
        f"{_ideas(guide.wrong)}{_works(guide)}"
        f'<div class="two"><section>{sums}</section><section>{code}</section></div>'
        f"{_afterwards(guide.afterwards)}"
    )


def _key_name(key: str) -> str:
    return words.say(f"screen.keys.{key}")


def _key_says(level: Level, key: str) -> str:
    """The amounts that a key has in this level, or why it is locked."""
    if why := strategy.locked(level, key):
        return words.say("guide.locked", why=why)
    return " · ".join(_way(matrix.alone(level, key, index)[1]) for index in range(strategy.steps(level, key)))


def _way(label: str) -> str:
    """An amount as the screen calls it: what goes when it is full has a word of its own there."""
    return words.say(f"screen.keys.drops.{label}") if label in ("arrival", "newest", "oldest", "all") else shown(label)


def _questions(asked: Sequence[Asked]) -> str:
    if not asked:
        return ""
    boxes = [_box(one, words.say("guide.read_in", who=_persona(one.by))) for one in asked]
    return f'{_heading("questions")}<div class="two">{"".join(boxes)}</div>\n'


def _afterwards(asked: Sequence[Afterwards]) -> str:
    if not asked:
        return ""
    boxes = "".join(_box(one, one.worked_out) for one in asked)
    how = _p(words.say("guide.new_numbers"), "soft")
    return f'{_heading("afterwards")}{how}<div class="two">{boxes}</div>\n'


def _box(one: Asked | Afterwards, below: str) -> str:
    """A question with its answers, the right one marked, and a line about it."""
    marked = "".join(
        f"<li{' class=' + chr(34) + 'right' + chr(34) if place == one.right else ''}>{escape(text)}</li>"
        for place, text in enumerate(one.choices)
    )
    return f'<div class="box">{_p(one.ask)}<ol type="A">{marked}</ol><p class="soft">{escape(below)}</p></div>'


def _ideas(wrong: Sequence[Tried]) -> str:
    if not wrong:
        return ""
    boxes = []
    for kind in dict.fromkeys(tried.kind for tried in wrong):
        came = "".join(_came_to(tried) for tried in wrong if tried.kind == kind)
        says = next((tried.says for tried in wrong if tried.kind == kind and tried.says), "")
        line = _p(words.say("guide.screen_says", line=says), "soft") if says else ""
        said = _p(words.say(f"guide.wrong.{kind}"), "lead") + _p(words.say(f"guide.think.{kind}"))
        boxes.append(f'<div class="box">{said}<ul>{came}</ul>{line}</div>')
    return f'{_heading("ideas")}<div class="{"three" if len(boxes) > 2 else "two"}">{"".join(boxes)}</div>\n'


def _came_to(tried: Tried) -> str:
    name, _, amount = tried.name.partition(": ")
    way = _key_name(name) + (f" ({_way(amount)})" if amount else "")
    said = words.say("guide.came_to", ending=tried.ending, number=tried.number, what=tried.what)
    return f"<li><b>{escape(way)}</b>: {escape(said)}.</li>"


def _works(guide: ActGuide) -> str:
    tried = guide.right
    said = words.say("guide.came_to", ending=tried.ending, number=tried.number, what=tried.what)
    by = words.say("guide.by", name=_persona(tried.name))
    stars = words.say("guide.stars", stars=tried.stars)
    return (
        f'{_heading("right")}<div class="box">{_p(guide.level.words.verdict, "lead")}'
        f'<p class="soft">{escape(f"{by}: {said}, {stars}.")}</p></div>\n'
    )


def _discuss(acts: Sequence[ActGuide]) -> str:
    right = dict.fromkeys(name.split(":")[0] for guide in acts for name in guide.level.right)
    lines = [words.say(f"guide.talk.{kind}") for kind in ("control", "buffer", "drop") if kind in right]
    return _heading("discuss") + _list([*lines, *words.lines("guide.talk.general")])


def _persona(name: str) -> str:
    return words.say(f"personas.{name}.name")


def _heading(key: str) -> str:
    return f"<h3>{escape(words.say(f'guide.{key}'))}</h3>"


def _p(line: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(line)}</p>' if kind else f"<p>{escape(line)}</p>"


def _list(lines: Iterable[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</{tag}>"


def _rows(rows: Iterable[tuple[str, str]], kind: str = "") -> str:
    mark = f' class="{kind}"' if kind else ""
    cells = "".join(f"<tr><td>{escape(one)}</td><td{mark}>{escape(other)}</td></tr>" for one, other in rows)
    return f"<table>{cells}</table>"
