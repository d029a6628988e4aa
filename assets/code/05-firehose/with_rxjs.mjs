import { bufferTime, filter, map } from "rxjs";
// ---
// One in ten, collected for a frame, and only the rows that are seen.
messages.pipe(
  filter((_, place) => place % 10 === 0),
  bufferTime(16),
  filter((batch) => batch.length > 0),
  map((batch) => batch.slice(-30)),
).subscribe((rows) => table.show(rows));
