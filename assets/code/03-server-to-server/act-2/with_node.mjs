import { Writable } from "node:stream";
// ---
// Room for one burst. Node keeps no limit of its own, so look first:
// from 120 on the next one hears no.
const b = new Writable({
  objectMode: true,
  highWaterMark: 120,
  write: (one, _, done) => answer(one).then(() => done(), done),
});

function onRequest(request) {
  if (b.writableLength >= 120) request.refuse();
  else b.write(request);
}
