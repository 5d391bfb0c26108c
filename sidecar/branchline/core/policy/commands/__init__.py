"""What is known of programs: which of their options read, write or run something."""
