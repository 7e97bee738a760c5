"""One learner at a quiz, and what a teacher does with what came of it; grading is asked of `lab.grading`."""
