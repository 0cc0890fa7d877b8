"""Who may come in, what may be asked, and how much of it."""
