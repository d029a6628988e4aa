import { concatMap, defer, EMPTY, expand, from } from "rxjs";
// ---
// RxJS never asks a source to wait. So read the next piece yourself,
// when the one before is written.
const read = () => source.read(2_000_000);      // null at the end

defer(read).pipe(
  expand((piece) => piece
    ? from(target.write(piece)).pipe(concatMap(read))
    : EMPTY),
).subscribe();
