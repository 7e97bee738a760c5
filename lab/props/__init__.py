"""Laying what an exercise needs into its folder: files, and whatever else has a kind in `lab/content/props.py`."""
