"""What the lab says: messages as data, and their words in each language."""
