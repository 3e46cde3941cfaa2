"""What this room reads from files."""
