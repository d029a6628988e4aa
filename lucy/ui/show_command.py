"""`lucy show`: gives a talk from a file of beats, or checks such a file without a screen."""

from __future__ import annotations

import argparse

from lucy.run.commands.command_line import DONE, BadInput, Command, whole_number
from lucy.run.commands.table import aligned
from lucy.run.show_files import Show, load_show, own_shows, shipped_shows
from lucy.ui.display import require_screen


def _arguments(parser: argparse.ArgumentParser) -> None:
    known = ", ".join([*shipped_shows(), *own_shows()])
    parser.add_argument("show", metavar="SHOW", help=f"a show's name ({known}), or a path to a show file")
    parser.add_argument("--display", type=whole_number(1, 16), metavar="N",
                        help="the display to fill, 1 is the first; kept for the next time")  # fmt: skip
    parser.add_argument("--window", action="store_true", help="in a window instead of the whole display")
    parser.add_argument("--big", action="store_true", help="larger type still, for a deep room")
    parser.add_argument("--check", action="store_true",
                        help="no window: play every beat to its pause point, and print a digest of each")  # fmt: skip


def _run(arguments: argparse.Namespace) -> int:
    from lucy.run.level_errors import LevelError

    try:
        show = load_show(arguments.show)
    except LevelError as error:
        raise BadInput(f"show: {error}") from error
    if arguments.check:
        print(_table(show))
        return DONE
    require_screen()
    import pygame

    if arguments.display is not None:
        pygame.display.init()
        there = pygame.display.get_num_displays()
        if arguments.display > there:
            have = "only display 1" if there == 1 else f"displays 1 to {there}"
            raise BadInput(f"show: there is no display {arguments.display}; this machine has {have}")
    from lucy.ui import app

    display = None if arguments.display is None else arguments.display - 1
    return app.show(show, arguments.big, not arguments.window, display)


def _table(show: Show) -> str:
    from lucy.run.show_check import moving_s, pauses, talk_s

    ends = {pause.beat.number: pause for pause in pauses(show)}
    rows: list[tuple[str, ...]] = [("BEAT", "TALK", "FROM", "PAUSES", "LEVEL", "BY", "OUTCOME", "DIGEST")]
    for beat in show.beats:
        first, level = (str(beat.number), f"{beat.talk_s:g} s"), beat.level.name if beat.level else ""
        if pause := ends.get(beat.number):
            level += f", act {beat.act}" if beat.act else ""
            by = beat.consumer or "keys"
            times = f"{beat.from_s:g} s", f"{beat.at_s:g} s"
            rows.append((*first, *times, level, by, pause.outcome, pause.digest))
        else:
            rows.append((*first, "", "", level or beat.title, "", "", ""))
    says = f"{show.title}: {len(show.beats)} beats, {talk_s(show):g} s of talk, {moving_s(show):.0f} s of it moving."
    return f"{aligned(rows, right=range(4))}\n{says}"


COMMAND = Command(
    name="show",
    summary="give a talk from a file of beats, with a clicker",
    example="show backpressure-in-10-minutes --display 2",
    add_arguments=_arguments,
    run=_run,
    speaks=True,
)
