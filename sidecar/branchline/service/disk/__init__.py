"""What sessions and spares take on the disk, and how room is made."""
