"""A consumer over the pipe, in Python: reads a view on each line, answers with the controls that it wants."""

import json
import sys

for line in sys.stdin:
    view = json.loads(line)
    answer = {"turn": view["turn"]}
    if view["may_control"]:
        answer["pace_per_s"] = view["capacity_per_s"]
    print(json.dumps(answer), flush=True)
