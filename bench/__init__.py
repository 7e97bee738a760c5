"""The speed budget, measured: every figure is a ratio, or a time, beside something else timed in the same run."""
