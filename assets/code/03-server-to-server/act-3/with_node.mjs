// ---
// Nothing to mend: only look how long the line in the stream is, and
// ring a bell when the last in it would be late.
setInterval(() => {
  if (b.writableLength > 150) ringTheBell();      // 2 s of work
}, 10_000).unref();
