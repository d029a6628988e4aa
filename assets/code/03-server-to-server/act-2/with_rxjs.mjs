import { concatMap, from, partition, share, tap } from "rxjs";
// ---
// Room for one burst: count what waits, and say no from 120 on.
let waiting = 0;
const [taken, refused] = partition(
  requests.pipe(share()), () => waiting < 120);

refused.subscribe((request) => request.refuse());
taken.pipe(
  tap(() => { waiting += 1; }),
  concatMap((request) => from(b.answer(request))),
  tap(() => { waiting -= 1; }),
).subscribe((answer) => send(answer));
