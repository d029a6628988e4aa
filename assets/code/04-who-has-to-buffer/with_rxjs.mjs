import { groupBy, mergeMap } from "rxjs";
// ---
// One line for each client, and at most 20 of each open at Z. A's rush
// waits in A's line, and not in front of B and C.
requests.pipe(
  groupBy((request) => request.client),
  mergeMap((line) => line.pipe(
    mergeMap((request) => z.answer(request), 20),
  )),
).subscribe((answer) => send(answer));
