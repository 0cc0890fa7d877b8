"""A tab from its first message to its last: thread, seat, memory."""
