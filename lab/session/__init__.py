"""One learner at work: performs, checks, records; yields events that every front end reads."""
