"""An audit of what is said: every number and every word of direction, each with the raw rows that give it.

Shares no code with what wrote them: nothing of ``sim``, ``experiments``, ``report``, ``dashboard`` or ``cli`` is
imported; a test holds that.
"""
