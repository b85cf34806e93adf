"""Benchmarks: each figure beside a floor or a peer that is measured in the same run."""
