let timer;
let closed = false;
// ---
// Debounce: the last key, after 0.2 s of silence.
keys.on("data", (text) => {
  clearTimeout(timer);
  timer = setTimeout(search, 200, text);
});

// Throttle: the FIRST key of 0.3 s. The last one is forgotten.
keys.on("data", (text) => {
  if (closed) return;
  closed = true;
  setTimeout(() => { closed = false; }, 300);
  search(text);
});
