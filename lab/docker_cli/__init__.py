"""The docker command line's grammar: text in, one frozen Action out, or a message that helps."""
