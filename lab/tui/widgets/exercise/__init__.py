"""What an exercise is drawn with: its steps, what happens, where the images are, and the line to type in."""
