"""The live page: two worlds on the same people with the same luck, one change at a time.

Reading order: ``course`` (what is done in two worlds, month by month), ``recording`` (what was seen of them),
``two_worlds`` (both lived in lockstep), ``compound`` and ``window_states`` (what the map draws), ``room`` (all that
one visitor holds, and what may be asked of it), ``runner`` (the thread that lives it), ``stage`` (what moves in the
browser), ``app`` (the pages), ``server`` (who may come in).
"""
