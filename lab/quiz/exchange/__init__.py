"""Quizzes and marks in the forms of other programs: gradebooks, Moodle, Anki; each says what it cannot carry."""
