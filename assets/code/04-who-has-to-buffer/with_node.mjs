import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
// ---
// A stream for each client, each with a mark of its own. A's rush fills
// A's stream and waits at A; B and C go on as before.
const line = () => new Writable({
  objectMode: true,
  highWaterMark: 20,
  write: (one, _, done) => z.answer(one).then(() => done(), done),
});

await Promise.all([a, b, c].map((client) =>
  pipeline(client.requests, line())));
