"""The app: turns what a session tells into pictures, and keys into calls; nothing here knows how anything is done."""
