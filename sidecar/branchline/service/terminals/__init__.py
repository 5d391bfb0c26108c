"""Live terminals: what they show, and what is typed into them."""
