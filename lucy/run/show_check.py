"""A show without a screen: every run to its pause point, and a digest that is the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass

from lucy.run.show_files import Beat, Show
from lucy.run.show_runs import Rehearsal


@dataclass(frozen=True, slots=True)
class Pause:
    """A beat's run where it pauses."""

    beat: Beat
    outcome: str
    digest: str


def pauses(show: Show) -> list[Pause]:
    """Each run of the show at its pause point, in order; cards have none."""
    rehearsal, found = Rehearsal(show), []
    for place, beat in enumerate(show.beats):
        if beat.is_run:
            found.append(Pause(beat, rehearsal.end(place).snapshot().outcome, rehearsal.digest(place)))
    return found


def talk_s(show: Show) -> float:
    """How long the speaker means to talk, in seconds."""
    return sum(beat.talk_s for beat in show.beats)


def moving_s(show: Show) -> float:
    """For how many real seconds something moves."""
    return sum((beat.at_s - beat.from_s) / beat.speed for beat in show.beats if beat.is_run)
