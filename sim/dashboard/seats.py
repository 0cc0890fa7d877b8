"""How many visitors may sit at once."""

import threading

MOST_ROOMS = 200


class Seats:
    """So many seats; one that is left is free again."""

    def __init__(self, rooms: int = 12) -> None:
        """Begin with all seats free."""
        self.rooms = rooms
        self._taken = 0
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """How many are taken."""
        return self._taken

    @property
    def full(self) -> bool:
        """Whether none is free."""
        return self._taken >= self.rooms

    def take(self) -> bool:
        """Take a seat; False where none is free."""
        with self._lock:
            if self.full:
                return False
            self._taken += 1
            return True

    def leave(self) -> None:
        """Give a seat back."""
        with self._lock:
            self._taken -= 1


SEATS = Seats()
"""The seats of this server."""
