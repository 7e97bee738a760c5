"""The pieces of the quiz screens: a question's head, a field for each kind of answer, marks and results."""
