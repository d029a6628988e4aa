import { concatMap, filter, interval, tap } from "rxjs";
// ---
// Nothing to mend: count who is waiting, and look at it now and then.
let waiting = 0;
requests.pipe(
  tap(() => { waiting += 1; }),
  concatMap((request) => b.answer(request)),
  tap(() => { waiting -= 1; }),
).subscribe((answer) => send(answer));

interval(10_000).pipe(
  filter(() => waiting > 150),          // 2 s of work
).subscribe(() => ringTheBell());
