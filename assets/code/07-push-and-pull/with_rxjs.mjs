import { concatMap, mergeMap, Subject } from "rxjs";
// ---
// RxJS only pushes: there is no request(n). So make the demand a stream
// of its own, and send one more with each row that was used.
const demand = new Subject();

demand.pipe(
  mergeMap(() => database.next()),
  concatMap((row) => use(row)),
).subscribe(() => demand.next());

for (let asked = 0; asked < 30; asked += 1) demand.next();
