"""What every page shows, in both languages."""
