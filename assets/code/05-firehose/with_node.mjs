// ---
// The socket cannot be slowed. Keep one message in ten, and draw what
// there is once a frame: the 30 that can be seen.
let seen = 0;
let kept = [];
socket.on("data", (message) => {
  if (seen++ % 10 === 0) kept.push(message);
});

setInterval(() => {
  if (kept.length) draw(kept.slice(-30));
  kept = [];
}, 1000 / 60);
