import { once } from "node:events";
import { Writable } from "node:stream";
// ---
// The packer is a stream to write to. From 6 on, write() says false.
// That is a request, no wall: the kitchen has to wait for "drain".
const packer = new Writable({
  objectMode: true,
  highWaterMark: 6,
  write: (one, _, done) => wrap(one).then(() => done(), done),
});

for await (const chocolate of kitchen()) {
  if (!packer.write(chocolate)) await once(packer, "drain");
}
