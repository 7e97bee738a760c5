"""Exercises and quizzes: Markdown in, frozen models out."""
