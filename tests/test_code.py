"""The snippets in `assets/code`: short, parsed by their own languages, and those that can be run do what they say."""

from __future__ import annotations

import ast
import asyncio
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from level_runs import ACTS

from lucy.run import level_code, places
from lucy.run.level_files import load_level

CODE = places.assets() / "code"
FILES = sorted(path for path in CODE.rglob("*.*") if path.suffix in (".py", ".mjs", ".java"))
TREE = """
import com.sun.source.util.JavacTask;
import java.util.*;
import javax.tools.*;

class Parse {
    public static void main(String[] files) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StandardJavaFileManager manager = compiler.getStandardFileManager(found, null, null);
        var sources = manager.getJavaFileObjects(files);
        int units = 0;
        for (var unit : ((JavacTask) compiler.getTask(null, manager, found, null, null, sources)).parse()) units++;
        System.out.println(units);
        for (var fault : found.getDiagnostics()) System.out.println(fault);
    }
}
"""


@pytest.mark.parametrize(("name", "act"), ACTS)
def test_every_act_has_all_five_and_each_is_short(name, act):
    level = load_level(name, act)
    found = level_code.snippets(level, act)
    assert tuple(snippet.kind for snippet in found) == level_code.KINDS
    assert len({snippet.text for snippet in found}) == 5
    for snippet in found:
        lines = snippet.text.splitlines()
        assert 3 <= len(lines) <= 14 and max(map(len, lines)) <= 72, snippet.kind
        assert any(line.lstrip().startswith(("#", "//")) or "  # " in line or "  // " in line for line in lines)
        assert "---" not in snippet.text


def test_no_two_levels_show_the_same():
    texts = [level_code.shown(path.read_text(encoding="utf-8")) for path in FILES]
    assert len(set(texts)) == len(texts) >= 40


def test_python_parses():
    for path in FILES:
        if path.suffix == ".py":
            ast.parse(path.read_text(encoding="utf-8"), str(path))
            ast.parse(level_code.shown(path.read_text(encoding="utf-8")), f"{path}, as shown")


def test_java_parses(tmp_path):
    if shutil.which("java") is None or shutil.which("javac") is None:
        pytest.skip("there is no javac on this machine")
    (tmp_path / "Parse.java").write_text(TREE, encoding="utf-8")
    (tmp_path / "Bad.java").write_text("class Bad { void run() { a.b(; } }", encoding="utf-8")
    files = [str(path) for path in FILES if path.suffix == ".java"]
    said = subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", str(tmp_path / "Parse.java"), *files, str(tmp_path / "Bad.java")],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    lines = said.splitlines()
    assert int(lines[0]) == len(files) + 1
    assert "Bad.java" in said and all("Bad.java" in line for line in lines[1:] if ".java:" in line), said


# -- node: one start parses them all, and runs those on Node's own streams

NODE = """
import vm from "node:vm";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { parse, run } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const faults = {}, found = {};
for (const file of parse) {
  try { new vm.SourceTextModule(readFileSync(file, "utf8")); } catch (fault) { faults[file] = String(fault); }
}
for (const [name, file] of Object.entries(run)) {
  try { found[name] = (await import(pathToFileURL(file))).found; } catch (fault) { found[name] = String(fault.stack); }
}
process.stdout.write(JSON.stringify({ faults, found }), () => process.exit(0));  // a timer may still run
"""

# What is put before and after a snippet, so that it runs for a moment and tells what it did.
PLAYED: dict[str, tuple[str, str]] = {
    "01-chocolate-factory": (
        """
        let made = 0, wrapped = 0, most = 0;
        async function* kitchen() {
          while (made < 40) { made += 1; most = Math.max(most, made - wrapped); yield made; }
        }
        const wrap = async () => { await new Promise((go) => setTimeout(go, 1)); wrapped += 1; };
        """,
        "packer.end(); await once(packer, 'finish'); export const found = { made, wrapped, most };",
    ),
    "03-server-to-server": (
        """
        let open = 0, most = 0, answered = 0, asked = 0, ahead = 0;
        function* all() {
          while (asked < 200) { asked += 1; ahead = Math.max(ahead, asked - answered); yield asked; }
        }
        const requests = all();
        const b = { answer: async () => {
          open += 1; most = Math.max(most, open);
          await new Promise((go) => setTimeout(go, 1));
          open -= 1; answered += 1;
        } };
        """,
        "export const found = { most, answered, ahead };",
    ),
    "04-who-has-to-buffer": (
        """
        const answered = { a: 0, b: 0, c: 0 }, taken = { a: 0, b: 0, c: 0 };
        let ahead = 0, done = false;
        const client = (name, many) => ({ requests: (function* () {
          for (let n = 0; n < many && !done; n += 1) {
            taken[name] += 1; ahead = Math.max(ahead, taken.a - answered.a); yield name;
          }
        })() });
        const a = client("a", 5000), b = client("b", 5), c = client("c", 5);
        const z = { answer: async (name) => {
          await new Promise((go) => setTimeout(go, 1)); answered[name] += 1; done ||= answered.b + answered.c === 10;
        } };
        """,
        "export const found = { ahead, b: answered.b, c: answered.c };",
    ),
    "05-firehose": (
        """
        import { EventEmitter } from "node:events";
        const socket = new EventEmitter(), drawn = [];
        const draw = (rows) => drawn.push(rows);
        """,
        """
        for (let n = 0; n < 1000; n += 1) socket.emit("data", n);
        await new Promise((go) => setTimeout(go, 60));
        export const found = { frames: drawn.length, rows: drawn[0].length, newest: drawn[0].at(-1) };
        """,
    ),
    "06-keystrokes": (
        """
        import { EventEmitter } from "node:events";
        const keys = new EventEmitter(), searched = [];
        const search = (text) => searched.push(text);
        """,
        """
        for (const text of ["c", "ca", "can", "cand"]) keys.emit("data", text);
        const first = [...searched];
        await new Promise((go) => setTimeout(go, 260));
        export const found = { first, searched };
        """,
    ),
    "07-push-and-pull": (
        """
        const table = Array.from({ length: 200 }, (_, n) => n), used = [];
        let fetched = 0, ahead = 0;
        const database = { fetch: async (n) => {
          const rows = table.splice(0, n);
          fetched += rows.length; ahead = Math.max(ahead, fetched - used.length);
          return rows;
        } };
        const use = async (row) => { await null; used.push(row); };
        """,
        "export const found = { used: used.length, inOrder: used.every((row, n) => row === n), ahead };",
    ),
}


@cache
def node(folder: Path) -> dict[str, Any]:
    """What node said to all the files, and what came of those that were played."""
    run = {}
    for name, (before, after) in PLAYED.items():
        file = folder / f"{name}.mjs"
        source = (CODE / name / "with_node.mjs").read_text(encoding="utf-8")
        file.write_text(f"{before}\n{source}\n{after}", encoding="utf-8")
        run[name] = str(file)
    bad = folder / "bad.mjs"
    bad.write_text("const a = ;", encoding="utf-8")
    wanted = folder / "wanted.json"
    parse = [str(path) for path in FILES if path.suffix == ".mjs"]
    wanted.write_text(json.dumps({"parse": [*parse, str(bad)], "run": run}), encoding="utf-8")
    (folder / "all.mjs").write_text(NODE, encoding="utf-8")
    words = ["node", "--no-warnings", "--experimental-vm-modules", str(folder / "all.mjs"), str(wanted)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> dict[str, Any]:
    if shutil.which("node") is None:
        pytest.skip("there is no node on this machine")
    return node(tmp_path_factory.mktemp("node"))


def test_javascript_parses(said):
    assert [Path(file).name for file in said["faults"]] == ["bad.mjs"], said["faults"]


def test_node_streams_do_what_the_snippets_say(said):
    found = said["found"]
    table = found["01-chocolate-factory"]
    assert table["made"] == table["wrapped"] == 40 and table["most"] <= 8, table
    limits = found["03-server-to-server"]
    assert limits["most"] == 20 and limits["answered"] == 200 and limits["ahead"] < 100, limits
    fair = found["04-who-has-to-buffer"]
    assert fair["b"] == fair["c"] == 5 and fair["ahead"] <= 60, fair
    page = found["05-firehose"]
    assert page["rows"] == 30 and page["newest"] == 990 and page["frames"] == 1, page
    keys = found["06-keystrokes"]
    assert keys == {"first": ["c"], "searched": ["c", "cand"]}
    rows = found["07-push-and-pull"]
    assert rows["used"] == 200 and rows["inOrder"] and rows["ahead"] <= 60, rows


# -- asyncio: each of them is run, in its own time


def run(level: str, act: str = "", **around: Any) -> dict[str, Any]:
    """The names that a snippet makes, with what it needs around it."""
    path = CODE / level / act / "with_asyncio.py"
    names = dict(around)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return names



async def until(done: Callable[[], bool]) -> None:
    """A moment of the loop, and another, until it is so."""
    async with asyncio.timeout(2):
        while not done():
            await asyncio.sleep(0)


def test_asyncio_the_kitchen_waits_for_the_table():
    made, wrapped, ahead = [], [], []

    async def make_chocolate() -> int:
        made.append(len(made))
        ahead.append(len(made) - len(wrapped))
        return made[-1]

    async def wrap(one: int) -> None:
        await asyncio.sleep(0.0005)
        wrapped.append(one)

    async def main() -> None:
        code = run("01-chocolate-factory", make_chocolate=make_chocolate, wrap=wrap)
        kitchen = asyncio.create_task(code["kitchen"]())
        await until(lambda: code["table"].full())
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(made) == 7 and code["table"].qsize() == 6, "the seventh is in its hands, and it waits"
        packer = asyncio.create_task(code["packer"]())
        await until(lambda: len(wrapped) == 20)
        kitchen.cancel(), packer.cancel()

    asyncio.run(main())
    assert wrapped[:20] == list(range(20)) and max(ahead) <= 8


def test_asyncio_the_copy_holds_a_piece_and_no_more():
    total, piece, state = 40, 2_000_000, SimpleNamespace(read=0, taken=0, most=0, closed=False)

    class Reader:
        async def read(self, many: int) -> bytes:
            assert many == piece
            state.read += 1
            state.most = max(state.most, state.read - state.taken)
            return b"x" if state.read <= total else b""

    class Writer:
        waiting = 0

        def write(self, data: bytes) -> None:
            self.waiting += 1

        async def drain(self) -> None:
            while self.waiting:
                await asyncio.sleep(0)
                self.waiting -= 1
                state.taken += 1

        def close(self) -> None:
            state.closed = True

        async def wait_closed(self) -> None:
            assert state.closed

    asyncio.run(run("02-copying-a-file")["copy"](Reader(), Writer()))
    assert state.taken == total and state.most == 1 and state.closed


def test_asyncio_twenty_senders_and_no_line_at_b():
    state = SimpleNamespace(open=0, most=0, done=0, taken=0, ahead=0)

    async def answer(request: int) -> None:
        state.open += 1
        state.most = max(state.most, state.open)
        await asyncio.sleep(0)
        state.open -= 1
        state.done += 1

    def requests() -> Any:
        for number in range(300):
            state.taken += 1
            state.ahead = max(state.ahead, state.taken - state.done)
            yield number

    asyncio.run(run("03-server-to-server", b=SimpleNamespace(answer=answer))["a"](requests()))
    assert state.done == 300 and state.most == 20 and state.ahead <= 20


class Request:
    def __init__(self) -> None:
        self.refused = False

    def refuse(self) -> None:
        self.refused = True


def test_asyncio_what_is_too_old_is_refused_before_the_work():
    answered: list[Any] = []
    old, fresh = Request(), Request()

    async def answer(request: Request) -> None:
        answered.append(request)

    async def main() -> None:
        queue: asyncio.Queue[Any] = asyncio.Queue()
        queue.put_nowait((time.monotonic() - 1.5, old))
        queue.put_nowait((time.monotonic(), fresh))
        b = asyncio.create_task(run("03-server-to-server", "act-1", answer=answer)["b"](queue))
        await until(lambda: bool(answered))
        b.cancel()

    asyncio.run(main())
    assert answered == [fresh] and old.refused and not fresh.refused


def test_asyncio_a_burst_finds_room_and_what_is_on_top_hears_no():
    async def main() -> list[bool]:
        code, burst = run("03-server-to-server", "act-2"), [Request() for _ in range(150)]
        for request in burst:
            code["on_request"](request)
        assert code["queue"].qsize() == 120
        return [request.refused for request in burst]

    refused = asyncio.run(main())
    assert not any(refused[:120]) and all(refused[120:])


def test_asyncio_the_bell_rings_only_for_a_line_that_lasts(monkeypatch):
    rung, looks = [], []
    lengths = iter([3, 151, 150, 400])

    async def sleep(seconds: float) -> None:
        looks.append(seconds)

    class Enough(Exception):
        pass

    def qsize() -> int:
        try:
            return next(lengths)
        except StopIteration:
            raise Enough from None

    code = run("03-server-to-server", "act-3", ring_the_bell=lambda: rung.append(len(looks)))
    code["asyncio"] = SimpleNamespace(sleep=sleep)
    with pytest.raises(Enough):
        asyncio.run(code["look"](SimpleNamespace(qsize=qsize)))
    assert rung == [2, 4] and set(looks) == {10}


def test_asyncio_who_asks_too_much_waits_at_home_and_the_others_do_not():
    state = SimpleNamespace(open={"A": 0, "B": 0, "C": 0}, most=0)
    gate = asyncio.Event()

    async def answer(request: str) -> str:
        state.open[request] += 1
        state.most = max(state.most, state.open[request])
        if request == "A":
            await gate.wait()
        state.open[request] -= 1
        return request

    async def main() -> None:
        ask = run("04-who-has-to-buffer", z=SimpleNamespace(answer=answer))["ask_z"]
        rush = [asyncio.create_task(ask("A", "A")) for _ in range(100)]
        await until(lambda: state.open["A"] == 20)
        async with asyncio.timeout(1):
            assert await ask("B", "B") == "B" and await ask("C", "C") == "C"
        assert state.open["A"] == 20, "the other 80 are at home"
        gate.set()
        await asyncio.gather(*rush)

    asyncio.run(main())
    assert state.most == 20


def test_asyncio_the_page_draws_thirty_rows_a_frame_and_the_log_ends():
    shown: list[list[int]] = []

    async def socket() -> AsyncIterator[int]:
        for number in range(120_000):
            yield number

    async def main() -> int:
        code = run("05-firehose", table=SimpleNamespace(show=shown.append))
        await code["listen"](socket())
        draw = asyncio.create_task(code["draw"]())
        began = time.monotonic()
        await until(lambda: len(shown) == 3)
        assert time.monotonic() - began > 1.8 / 60, "a frame apart, however much came"
        draw.cancel()
        return len(code["log"])

    assert asyncio.run(main()) == 100_000
    assert shown[0] == list(range(119_999, 119_969, -1))


def test_asyncio_debounce_searches_for_the_last_key_alone(monkeypatch):
    searched: list[str] = []

    async def search(text: str) -> str:
        searched.append(text)
        return text

    async def main() -> None:
        shown: list[str] = []
        code = run("06-keystrokes", search=search, show=shown.append)
        for text in ("c", "ca", "can", "cand"):
            code["on_key"](text)
            await asyncio.sleep(0.001)
        assert searched == []
        await until(lambda: bool(shown))
        assert shown == ["cand"]

    asyncio.run(main())
    assert searched == ["cand"]


def test_asyncio_the_newest_place_is_drawn_at_the_pace_of_the_screen():
    drawn: list[int] = []

    async def draw(place: int) -> None:
        drawn.append(place)

    async def main() -> None:
        code = run("06-keystrokes", "act-1", draw=draw)
        frames = asyncio.create_task(code["frames"]())
        for stroke in (range(100), range(100, 200)):
            for place in stroke:
                code["on_move"](place)
            await until(lambda last=stroke[-1]: drawn[-1:] == [last])
        await asyncio.sleep(0.03)  # the hand rests
        frames.cancel()

    asyncio.run(main())
    assert drawn == [99, 199]


def test_asyncio_thirty_rows_are_under_way_and_come_in_order():
    state = SimpleNamespace(asked=0, open=0, most=0)

    async def ask() -> int:
        number, state.asked = state.asked, state.asked + 1
        state.open += 1
        state.most = max(state.most, state.open)
        await asyncio.sleep(0.002)
        state.open -= 1
        return number

    async def main() -> list[int]:
        found: list[int] = []
        rows = run("07-push-and-pull")["rows"](ask)
        async for row in rows:
            found.append(row)
            if len(found) == 120:
                assert state.asked <= 120 + 30
                break
        await rows.aclose()
        return found

    began = time.monotonic()
    assert asyncio.run(main()) == list(range(120)) and state.most == 30
    assert time.monotonic() - began < 120 * 0.002, "quicker than one after the other"


def test_asyncio_old_work_is_refused_and_those_who_try_again_wait_at_random():
    slept: list[float] = []
    refused, worked, tries = type("Refused", (Exception,), {}), [], itertools.count()
    gave_up = type("GaveUp", (Exception,), {})

    async def work(request: Any) -> str:
        worked.append(request)
        return "done"

    async def ask(request: Any) -> str:
        next(tries)
        raise refused

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    code = run("08-chaos", Refused=refused, GaveUp=gave_up, work=work, gate=SimpleNamespace(ask=ask))
    fresh, old = (SimpleNamespace(arrived=time.monotonic() - age) for age in (0.0, 0.9))
    assert asyncio.run(code["serve"](fresh)) == "done"
    with pytest.raises(refused):
        asyncio.run(code["serve"](old))
    assert worked == [fresh]
    code["asyncio"] = SimpleNamespace(sleep=sleep, wait_for=asyncio.wait_for)
    for _ in range(20):
        with pytest.raises(gave_up):
            asyncio.run(code["send"](fresh))
    assert next(tries) == 80 and len(set(slept)) > 70, "four tries each, and hardly two pauses alike"
    for attempt in range(4):
        assert all(0 <= pause <= 2**attempt for pause in slept[attempt::4])
