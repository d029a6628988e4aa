import { Transform } from "node:stream";
// ---
// A stream that lets through only what is younger than a second. What
// is older would be answered for nobody.
const young = new Transform({
  objectMode: true,
  transform(request, _, done) {
    if (performance.now() - request.cameAt <= 1000) this.push(request);
    else request.refuse();
    done();
  },
});
for await (const request of requests.pipe(young)) await answer(request);
