"""Side by side on the screen: your keys move your lane only, all lanes stay in step, and the table comes at the end."""

from itertools import combinations

import pytest
from presses import press
from pygame import Rect, Surface

from lucy.run.comparison import recording_of
from lucy.run.headless import simulate
from lucy.run.level_files import load_level
from lucy.sim.controls import Controls
from lucy.ui import strategy_keys
from lucy.ui.keymap import Input
from lucy.ui.lane_zones import compare_zones
from lucy.ui.scenes.briefing import Briefing
from lucy.ui.scenes.compare import END_S, Compare, Match
from lucy.ui.scenes.compare_choice import CompareChoice
from lucy.ui.scenes.compare_table import CompareTable
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.play import Play
from lucy.ui.stage import Choice, Stage

LEVEL = "01-chocolate-factory"
HZ = 80  # ticks a second: quick, and enough for these
SIZES = [(640, 360), (1024, 768), (1280, 720), (1920, 1080)]
FOUR = ("you", "hoarder", "negotiator", "debouncer")


def short():
    return load_level(LEVEL, overrides=["level.duration_s=26", f"level.tick_hz={HZ}"])


def compare_of(stage, names=("you", "hoarder", "negotiator"), seconds=0.0, **rest):
    compare = Compare(Match(short(), names, **rest), stage, lambda: None)
    compare.comparison.run_ticks(round(seconds * compare.level.tick_hz))
    compare.look(now=True)
    return compare


def test_your_keys_set_your_lane_and_nobody_elses(stage_of):
    stage = stage_of()
    compare = compare_of(stage, seconds=5)
    before = [lane.session.controls for lane in compare.comparison.lanes]
    press(compare, stage, "strategy", value="control")
    press(compare, stage, "move", 1, "up")
    mine, *others = (lane.session.controls for lane in compare.comparison.lanes)
    assert mine.pace_per_s is not None and others == before[1:]
    press(compare, stage, "strategy", value="ignore")
    assert compare.yours.session.controls == Controls()


def test_a_click_on_a_key_does_the_same(stage_of):
    stage = stage_of()
    compare = compare_of(stage)
    rect = compare_zones(stage.lay, 3, True).keys[0]
    compare.handle(Input("point", at=(rect.left + 20, rect.centery)), stage)
    assert compare.yours.session.controls.buffer_units is not None


def test_it_pauses_steps_and_starts_again_for_all_lanes_at_once(stage_of):
    stage = stage_of()
    compare = compare_of(stage)
    compare.advance(1.0, stage)
    ticks = {lane.session.world.tick for lane in compare.comparison.lanes}
    assert len(ticks) == 1 and min(ticks) > 0
    press(compare, stage, "pause")
    compare.advance(1.0, stage)
    assert {lane.session.world.tick for lane in compare.comparison.lanes} == ticks
    press(compare, stage, "step")
    assert {lane.session.world.tick for lane in compare.comparison.lanes} == {min(ticks) + HZ // 10}
    speed = compare.comparison.clock.speed
    press(compare, stage, "speed", 1)
    assert compare.comparison.clock.speed > speed
    again = press(compare, stage, "restart")
    assert isinstance(again, Compare) and again.comparison.tick == 0 and again.match == compare.match


def test_nobody_plays_by_hand_where_you_are_not_among_them(stage_of):
    stage = stage_of()
    compare = compare_of(stage, ("hoarder", "negotiator"), 3)
    before = [lane.session.controls for lane in compare.comparison.lanes]
    press(compare, stage, "strategy", value="buffer")
    assert [lane.session.controls for lane in compare.comparison.lanes] == before
    assert compare_zones(stage.lay, 2, False).keys == ()


def test_the_table_comes_after_the_last_lane_has_ended(stage_of):
    stage = stage_of()
    compare = compare_of(stage, seconds=25.9)
    scene = compare
    for _ in range(200):
        scene = scene.advance(0.1, stage)
        if scene is not compare:
            break
    assert compare.end_s > END_S and isinstance(scene, CompareTable)
    score = next(row for row in scene.rows if row.label == "score")
    alone = simulate(compare.level, "negotiator").score
    assert float(score.cells[2].value) == pytest.approx(alone, abs=0.06)
    assert isinstance(scene.act("again", stage), Compare) and isinstance(scene.act("others", stage), CompareChoice)


def test_from_the_briefing_one_to_three_are_picked(stage_of):
    stage = stage_of()
    briefing = Briefing(stage.level(LEVEL), stage, lambda: None)
    choice = briefing.act("versus", stage)
    assert choice.chosen == ["hoarder", choice.match.level.beat]
    for name in ("aimd", "credit"):
        choice.act(f"with:{name}", stage)
    assert len(choice.chosen) == 3 and choice.chosen[-1] == "credit", "the first leaves for the fourth"
    compare = choice.act("start", stage)
    assert compare.match.names == ("you", *choice.chosen)
    for name in list(choice.chosen):
        choice.act(f"with:{name}", stage)
    assert choice.act("start", stage) is choice, "not against nobody"


def test_a_run_of_yours_is_played_again_beside_others(stage_of):
    stage = stage_of()
    first = compare_of(stage)
    press(first, stage, "strategy", value="control")
    first.comparison.run_ticks(10 * HZ)
    mine = recording_of(first.yours.session)
    again = compare_of(stage, ("hoarder",), 26, recording=mine)
    assert again.yours is None and again.shown[0].name == "You, recorded"
    assert again.comparison.lanes[0].session.world.digest() == first.yours.session.world.digest()


def test_from_the_debrief_the_run_that_was_just_played_goes_first(stage_of):
    stage = stage_of()
    play = Play(Choice(short(), "you", 7), stage, lambda: None)
    play.do(Input("strategy", "control"), stage)
    play.session.run_ticks(26 * HZ)
    play.advance(0.0, stage)
    debrief = Debrief(play)
    assert "versus" in [button.action for button in debrief.buttons(stage)]
    compare = debrief.act("versus", stage).act("start", stage)
    assert compare.comparison.seed == 7 and compare.comparison.lanes[0].recorded
    compare.comparison.run_ticks(26 * HZ)
    assert compare.comparison.results()[0].digest == play.session.result().digest


def test_one_switch_reaches_every_key_and_leads_on_at_the_end(stage_of):
    stage = stage_of()
    compare = compare_of(stage)
    free = [look for look in strategy_keys.looks(compare.level, compare.strategy) if not look.locked]
    before = len(compare.buttons(stage))
    for button in compare.buttons(stage)[: len(free)]:
        was = compare.strategy
        compare.handle(Input("point", at=button.rect.center), stage)
        assert compare.strategy != was or not was.on
    assert before == len(free) + 5
    compare.comparison.run_ticks(26 * HZ)
    first = compare.buttons(stage)[0]
    assert isinstance(compare.handle(Input("point", at=first.rect.center), stage), CompareTable)


def test_the_persons_run_is_recorded_and_earns_its_stars(tmp_path):
    stage = Stage((1280, 720))
    compare = compare_of(stage)
    press(compare, stage, "strategy", value="control")
    while not compare.comparison.finished:
        compare.comparison.run_ticks(HZ)
        compare.advance(0.0, stage)
    compare.advance(0.1, stage)
    assert compare.recorder is not None and compare.recorder.file.exists()
    best = stage.progress.of(LEVEL, 0)
    assert best is not None and best.stars == compare.yours.session.result().stars


def test_the_belt_moves_while_nothing_else_changes(stage_of):
    stage = stage_of()
    compare = compare_of(stage, seconds=4)
    belt = compare_zones(stage.lay, 3, True).lanes[0].belt
    seen = set()
    surface = Surface(stage.size)
    for _ in range(4):
        compare.draw(surface, stage)
        seen.add(hash(surface.subsurface(belt).copy().get_buffer().raw))
        compare.comparison.run_ticks(4)
        compare.nows = [lane.session.snapshot() for lane in compare.comparison.lanes]
    assert len(seen) > 1


@pytest.fixture(scope="module")
def pages():
    """In the middle and at the end, with two and four lanes."""
    stage, made = Stage((1280, 720), save=False), []
    for names, seconds in ((FOUR, 19), (FOUR[1:3], 24), (FOUR, 26)):
        made.append(compare_of(stage, names, seconds))
    return [*made, CompareTable(made[-1]), CompareTable(made[1]), CompareChoice(Match(made[0].level, ()), stage, None)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("large", [False, True])
def test_no_text_overlaps_another_or_leaves_the_window(size, large, stage_of, lines_on, pages):
    stage = stage_of(size, text_size=1.15 if large else 1.0, theme="projector" if large else "warm")
    window = Rect(0, 0, *size)
    for page in pages:
        found = lines_on(page, size, stage)
        assert len(found) > 8
        for rect, line in found:
            assert window.contains(rect), f"{line!r} leaves the window"
        for (one, first), (two, second) in combinations(found, 2):
            both = one.clip(two)
            assert both.width < 3 or both.height < 3, f"{first!r} and {second!r} overlap at {size} on {page}"
