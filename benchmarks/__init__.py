"""Speed and peers, measured as ratios within one run: `python -m benchmarks` (what `make bench` calls)."""
