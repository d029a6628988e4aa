import {
  asyncScheduler, auditTime, debounceTime, sampleTime, switchMap, throttleTime,
} from "rxjs";
// ---
// Four ways that sound alike:
keys.pipe(debounceTime(200));   // the last key, after a silence
keys.pipe(auditTime(300));      // the last of a window that a key opens
keys.pipe(sampleTime(300));     // the last at each stroke of a clock
keys.pipe(throttleTime(300));   // the FIRST; the last is lost, unless:
keys.pipe(throttleTime(300, asyncScheduler,
  { leading: true, trailing: true }));

// And a search that is out of date is called off:
keys.pipe(
  debounceTime(200),
  switchMap((text) => search(text)),
).subscribe((found) => show(found));
