"""One visitor: two worlds, what is asked of them, what is answered."""
