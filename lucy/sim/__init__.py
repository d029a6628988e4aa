"""The engine: integers, fixed ticks, a batch of runs. Knows nothing of files, clocks, people or pixels."""
