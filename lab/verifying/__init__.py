"""Proving an exercise on an engine: that each step must be done to pass, and that each mistake fails as it says."""
