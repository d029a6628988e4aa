import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
// ---
// pipeline() reads on only while the target keeps up, and closes both.
await pipeline(
  createReadStream(source, { highWaterMark: 2 * 1024 * 1024 }),
  createWriteStream(target),
);

// By hand it is: if (!target.write(piece)) await once(target, "drain")
// Without that wait all of it is kept in memory: the mark is no wall.
