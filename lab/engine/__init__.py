"""The one place that talks to a container engine: actions in, happenings and Worlds out."""
