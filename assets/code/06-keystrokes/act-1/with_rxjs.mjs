import { animationFrameScheduler, auditTime } from "rxjs";
// ---
// Once a frame, the newest place. auditTime waits for the next frame
// and takes the last move that came, so the last of all is drawn too.
moves.pipe(
  auditTime(0, animationFrameScheduler),
).subscribe((place) => draw(place));

// debounceTime(100) would draw nothing until the hand rests.
