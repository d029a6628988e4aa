const lines = require("readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const view = JSON.parse(line);
  const answer = { turn: view.turn };
  if (view.may_control) answer.pace_per_s = view.capacity_per_s;
  if (view.turn === 1) console.error("hello from node");
  console.log(JSON.stringify(answer));
});
