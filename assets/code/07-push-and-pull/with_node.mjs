import { Readable } from "node:stream";
// ---
// Node calls read() while fewer than 30 are there: request(30).
const rows = new Readable({
  objectMode: true,
  highWaterMark: 30,
  read(n) {
    database.fetch(n).then((found) => {
      for (const row of found.length ? found : [null]) this.push(row);
    }, (fault) => this.destroy(fault));
  },
});
for await (const row of rows) await use(row);     // pull

// rows.on("data", use) is push again: nobody waits for use().
