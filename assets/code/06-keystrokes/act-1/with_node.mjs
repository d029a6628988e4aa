let newest;
// ---
// Keep only the newest move; a clock decides when it is drawn. Debounce
// would draw nothing for as long as the hand moves.
moves.on("data", (place) => { newest = place; });

setInterval(() => {
  if (newest === undefined) return;
  draw(newest);
  newest = undefined;
}, 21);
