"""From a question's key and a learner's answer to a grade: pure, one module per kind of question."""
