"""What happened: transcripts, and the decisions in them."""
