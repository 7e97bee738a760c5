"""The practice engine: a Docker Engine API with a real registry inside, for machines that have no engine."""
