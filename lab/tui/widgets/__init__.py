"""The pieces screens are made of: shown what to draw, telling only what the learner did to them."""
