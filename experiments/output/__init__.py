"""What every experiment leaves: a folder with a manifest, numbers by window, intervals."""
