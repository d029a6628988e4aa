import { Readable } from "node:stream";
// ---
// At most 20 requests are open at B. The stream is read on only when an
// answer comes back: B's pace becomes A's pace.
await Readable.from(requests).forEach(
  (request) => b.answer(request),
  { concurrency: 20 },
);
