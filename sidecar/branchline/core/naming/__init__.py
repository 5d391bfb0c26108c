"""What sessions are called, and what kind of work they are: from the words of an instruction."""
