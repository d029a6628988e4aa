"""Runs filmed without a window, pictures and clips taken in the game, and a debrief handed in as a page."""

from __future__ import annotations

import csv
import threading
import time
from pathlib import Path

import pygame
import pytest

from lucy import consumers
from lucy.__main__ import main
from lucy.run import places
from lucy.run.level_files import load_level
from lucy.run.recorder import Recorder
from lucy.run.session import Session
from lucy.ui import camera, clip, film, film_files
from lucy.ui.camera import Camera
from lucy.ui.frame_store import FrameStore, stored
from lucy.ui.keymap import Input
from lucy.ui.scenes.debrief import Debrief
from lucy.ui.scenes.play import Play
from lucy.ui.screenshots import forward
from lucy.ui.stage import Choice

LEVEL = "01-chocolate-factory"
QUICK = ["level.tick_hz=60"]
F12 = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F12, mod=0, unicode="")
SHIFT_F12 = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F12, mod=pygame.KMOD_LSHIFT, unicode="")


def take(from_s: float = 16, to_s: float | None = 17, fps: float = 5, size=(320, 240), who="watermark") -> film.Take:
    choice = Choice(load_level(LEVEL, overrides=QUICK), who, make_consumer=lambda: consumers.make(who))
    return film.Take(choice, size, from_s, to_s, fps=fps)


def pictures(wanted: film.Take) -> list[bytes]:
    return [surface.get_buffer().raw for surface in film.frames(wanted)]


def test_a_film_is_the_same_every_time_and_moves() -> None:
    first = pictures(take())
    assert first == pictures(take()) and len(first) == take().most_frames == 5
    assert len(set(first)) == 5


def test_it_ends_when_the_run_does_with_how_it_ended() -> None:
    found = pictures(take(from_s=21, to_s=None, who="hoarder"))  # falls over at about 22 s, of 60
    assert 2 * 5 < len(found) < 5 * 5 and len(set(found[-3:])) <= 3


def test_the_gif_of_ten_seconds_is_small_and_has_every_picture(tmp_path: Path, capsys) -> None:
    image = pytest.importorskip("PIL.Image")
    file = tmp_path / "belt.gif"
    words = ["record", LEVEL, "--consumer", "watermark", "--from", "15", "--to", "25", "--size", "640x360", str(file)]
    assert main(words) == 0
    assert file.stat().st_size < 3_000_000
    assert "125 pictures" in capsys.readouterr().out
    with image.open(file) as found:
        assert found.size == (640, 360) and found.is_animated
        length_ms = 0
        for number in range(found.n_frames):  # two pictures that are alike are one that stands for longer
            found.seek(number)
            length_ms += found.info["duration"]
        assert length_ms == pytest.approx(10_000, abs=50)


def test_webp_and_mp4(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    ffmpeg = pytest.importorskip("imageio_ffmpeg")
    common = ["--consumer", "watermark", "--from", "15", "--to", "16", "--size", "321x241", "--fps", "10"]
    assert main(["record", LEVEL, *common, str(tmp_path / "a.webp")]) == 0
    with image.open(tmp_path / "a.webp") as found:
        assert found.n_frames == 10 and found.size == (321, 241)
    assert main(["record", LEVEL, *common, "--theme", "projector", str(tmp_path / "a.mp4")]) == 0
    reader = ffmpeg.read_frames(str(tmp_path / "a.mp4"))
    about = next(reader)
    assert about["size"] == (322, 242) and about["fps"] == 10  # even, for every player
    assert sum(1 for _ in reader) == 10


def test_one_line_says_what_is_missing(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(film_files.importlib.util, "find_spec", lambda name: None)
    for file, package in (("a.gif", "pillow"), ("a.webp", "pillow"), ("a.mp4", "imageio-ffmpeg")):
        assert main(["record", LEVEL, "--consumer", "watermark", str(tmp_path / file)]) == 2
        said = capsys.readouterr().err
        assert f"-m pip install {package}" in said and said.count("\n") == 1
    assert main(["record", LEVEL, "--consumer", "watermark", "--size", "320x240", str(tmp_path / "a.png")]) == 0


def test_a_recording_is_filmed_and_its_series_written(tmp_path: Path) -> None:
    level = load_level(LEVEL, overrides=[*QUICK, "level.duration_s=18"])
    session = Session(level, consumers.make("watermark"), seed=2, live=False)
    session.run_ticks(level.duration_ticks)
    Recorder(session, file=tmp_path / "run.jsonl").close()
    again = ["record", str(tmp_path / "run.jsonl")]
    assert main([*again, "--from", "17", str(tmp_path / "a.png"), "--size", "320x240"]) == 0
    same = film.Take(Choice(level, "watermark", 2, make_consumer=lambda: consumers.make("watermark")), (320, 240), 17)
    picture = pygame.image.load(tmp_path / "a.png")
    assert pygame.image.tobytes(picture, "RGB") == pygame.image.tobytes(next(film.frames(same)), "RGB")
    assert main([*again, "--csv", str(tmp_path / "a.csv")]) == 0
    rows = list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8")))
    assert len(rows) == 180 and float(rows[100]["time_s"]) == 10 and rows[0]["limit_chocolates"] == "14"
    assert max(float(row["waiting_chocolates"]) for row in rows) == session.result().depth_peak


@pytest.mark.parametrize("words", [
    ["a.xyz"], ["a.gif", "--from", "5", "--to", "4"], ["a.gif", "--from", "99"], ["a.gif", "--size", "9x9"],
    ["a.gif", "--fps", "500"], ["nowhere/a.gif"], ["a.gif", "--consumer", "you"], ["a.gif", "--speed", "x"], [],
])  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_two(words: list[str], tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["record", LEVEL, *words]) == 2
    said = capsys.readouterr().err
    assert said.startswith("lucy: record") and said.count("\n") == 1
    assert not list(tmp_path.glob("*"))


def test_a_store_gives_back_what_was_put_in(tmp_path: Path) -> None:
    store = FrameStore(tmp_path / "frames")
    store.add(b"one" * 100)
    store.add(b"two" * 100, times=2)
    store.close()
    assert list(stored(store.file)) == [b"one" * 100, b"two" * 100, b"two" * 100] and store.count == 3
    store.file.write_bytes(store.file.read_bytes()[:-1])
    assert len(list(stored(store.file))) == 2


# -- in the game


def test_f12_takes_a_picture_of_the_window_without_what_is_said_about_it(stage_of, tmp_path: Path) -> None:
    stage, lens = stage_of(), Camera()
    surface = pygame.Surface(stage.size)
    surface.fill((10, 120, 200))
    surface.fill((200, 0, 0), (5, 7, 300, 1))
    before = pygame.image.tobytes(surface, "RGB")
    assert lens.hears(F12, stage) and not lens.hears(pygame.event.Event(pygame.KEYUP, key=pygame.K_F12), stage)
    lens.look(surface, stage, 1 / 60)
    assert pygame.image.tobytes(surface, "RGB") != before, "the path is shown"
    for thread in threading.enumerate():
        if thread.name == camera.WRITER:
            thread.join(5)
    (file,) = (tmp_path / "home" / "pictures").glob("*.png")
    assert pygame.image.tobytes(pygame.image.load(file), "RGB") == before
    lens.look(surface, stage, camera.SAID_S)
    surface.fill((10, 120, 200))
    lens.look(surface, stage, 1 / 60)
    assert surface.get_at((60, 80)) == (10, 120, 200), "after 3 s it is gone"


def test_shift_f12_takes_a_clip_without_its_sign(stage_of, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    stage, lens = stage_of((640, 360)), Camera()
    surface = pygame.Surface(stage.size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(film_files, "missing", lambda kind: "no" if kind == ".mp4" else "")
        assert lens.hears(SHIFT_F12, stage)
    taken = lens.clip
    assert taken is not None
    for shade in range(8):
        surface.fill((30 * shade, 0, 60))
        while taken._free.empty():  # pictures come faster here than in a window
            time.sleep(0.001)
        lens.look(surface, stage, 1 / clip.FPS)
    assert len({tuple(surface.get_at((x, 62))) for x in range(0, 300)}) > 2, "the sign is seen"
    lens.hears(SHIFT_F12, stage)
    assert lens.clip is None and taken.is_written(60) and not taken.fault
    lens.look(surface, stage, 0.1)
    assert lens.hears(SHIFT_F12, stage) and lens.clip is not None, "the next can begin"
    lens.clip.stop()
    assert lens.clip.is_written(60)
    with image.open(taken.file) as found:
        assert found.size == (640, 360) and found.n_frames == 8
        for number in range(8):
            found.seek(number)
            assert len(found.convert("RGB").getcolors()) == 1, "no sign is in the clip"


def test_a_clip_is_bounded_and_a_stand_has_no_camera(stage_of) -> None:
    assert clip.size_of((1920, 1080)) == (960, 540) and clip.size_of((640, 360)) == (640, 360)
    assert not Camera(is_there=False).hears(F12, stage_of())
    lens = Camera()

    class Full:
        is_full, window, stopped = True, (1280, 720), False

        def take(self, surface: pygame.Surface, real_s: float) -> None: ...

        def stop(self) -> None:
            self.stopped = True

        def is_written(self) -> bool:
            return False

    full = Full()
    lens.clip = full  # type: ignore[assignment]
    lens.look(pygame.Surface((1280, 720)), stage_of(), 0.1)
    assert full.stopped and lens.clip is None


def test_a_clip_that_falls_behind_loses_pictures_and_not_time(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(clip.threading.Thread, "start", lambda thread: None)
    taken = clip.Clip((64, 48), tmp_path / "a.gif")
    surface = pygame.Surface((64, 48))
    for real_s in (0.1, 0.1, 0.1, 0.4):
        taken.take(surface, real_s)
    taken.stop()
    taken._scale()
    kept = [taken._waiting.get() for _ in range(5)]
    assert kept[4] is None and sum(item[0] for item in kept[:4] if item) == int(0.7 * clip.FPS) + 1 and taken.lost >= 4
    taken._process.communicate()


def test_a_clip_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    taken = clip.Clip((64, 48), tmp_path / "nowhere" / "a.gif")
    taken.take(pygame.Surface((64, 48)), 0.1)
    taken.stop()
    assert taken.is_written(60) and taken.fault


# -- handed in


def test_a_debrief_is_saved_as_a_page_by_key_and_by_button(stage_of, tmp_path: Path) -> None:
    stage = stage_of()
    play = Play(Choice(load_level(LEVEL, overrides=[*QUICK, "level.duration_s=20"])), stage, lambda: None)
    forward(play, 16)
    play.do(Input("strategy", "control"), stage)
    forward(play, 99)
    play.advance(0.0, stage)
    debrief = Debrief(play)
    button = next(button for button in debrief.buttons(stage) if button.action == "save_level")
    for wish in (Input("save_level"), Input("point", at=button.rect.center)):
        told = debrief.handle(wish, stage)
        assert told is not debrief and told is not None and told.handle(Input("back"), stage) is debrief
    (file, *_) = (tmp_path / "home" / "pictures").glob("*.html")
    assert str(file.parent) in told.lines[1]  # type: ignore[attr-defined]
    text = file.read_text(encoding="utf-8")
    assert "Control" in text and "0:16" in text and 'download="' in text and "<script" not in text
    stage.kiosk = True
    assert "save_level" not in [button.action for button in debrief.buttons(stage)]
    assert debrief.handle(Input("save_level"), stage) is debrief


def test_who_cannot_be_loaded_is_not_filmed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "my.py"
    mine.write_text("def decide(view:\n", encoding="utf-8")
    assert main(["record", LEVEL, "--consumer", str(mine), str(tmp_path / "out.png")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "my.py line 1" in line and not (tmp_path / "out.png").exists()


def test_two_pages_of_one_second_are_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.time, "strftime", lambda how: "20260101-120000")
    first = places.fresh_file(tmp_path / "pages", "01-a b/c", ".html")
    first.write_text("kept")
    assert [first.name, places.fresh_file(first.parent, "01-a b/c", ".html").name] == [
        "01-a-b-c-20260101-120000.html",
        "01-a-b-c-20260101-120000-2.html",
    ]
