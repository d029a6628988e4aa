import { concatMap, defer, merge, mergeMap, repeat } from "rxjs";
// ---
// At most 20 open at B. But A is not slowed: what comes meanwhile waits
// in an array without a limit, and gets old there.
requests.pipe(mergeMap((request) => b.answer(request), 20));

// To slow A down, let it be asked: each sender fetches its next request
// when it has its answer.
const sender = defer(() => a.next()).pipe(
  concatMap((request) => b.answer(request)),
  repeat(),
);
merge(...Array(20).fill(sender)).subscribe();
