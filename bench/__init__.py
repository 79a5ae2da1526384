"""Speed and memory as ratios: against a limit or a peer in the same run.

`make bench` runs all of it and writes docs/reference/performance.md. Absolute times
say nothing on a shared machine, so none is kept; rounds are interleaved and the
median of their ratios is what counts.
"""
