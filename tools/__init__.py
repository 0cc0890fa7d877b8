"""What makes the stored files of the project; not installed."""
