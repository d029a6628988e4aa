import { concatMap, filter, finalize, from, tap } from "rxjs";
// ---
// RxJS has no flag: nobody can be asked to wait. concatMap alone keeps
// a pile without end. So count the table, and drop what does not fit.
let onTable = 0;

chocolates.pipe(
  filter(() => onTable < 6),
  tap(() => { onTable += 1; }),
  concatMap((chocolate) => from(wrap(chocolate)).pipe(
    finalize(() => { onTable -= 1; }),
  )),
).subscribe();
