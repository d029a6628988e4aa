import { concatMap, defer, EMPTY, timestamp } from "rxjs";
// ---
// concatMap keeps a line without a limit. So look at the age when a
// request gets to the front of it.
requests.pipe(
  timestamp(),
  concatMap(({ value: request, timestamp: cameAt }) => defer(() =>
    Date.now() - cameAt > 1000 ? EMPTY : b.answer(request),
  )),
).subscribe((answer) => send(answer));
