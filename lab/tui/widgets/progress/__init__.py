"""Pictures of a learner's progress; imported only once somebody wants to see them."""
