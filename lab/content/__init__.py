"""Exercises: Markdown in, a frozen model out."""
