"""What every experiment leaves: a folder with a manifest and one writer, numbers by window, intervals."""
