"""What happened in sessions, as a document for people: entries of transcripts in, lines of Markdown out."""
