"""The live page: two worlds on the same people with the same luck, one change at a time.

Reading order: ``course`` (what is done in two worlds, month by month), ``recording`` (what was seen of them),
``two_worlds`` (both lived in lockstep), ``compound`` and ``window_states`` (what the map draws), ``room`` (all that
one visitor holds), ``asked`` (what may be asked of it), ``runner`` (the thread that lives it), ``beside`` with
``ensemble``, ``findings`` and ``comparing`` (what runs in the background), ``stage`` (what moves in the browser),
``content`` (what every page shows), ``app`` (the page), ``server`` (who may come in),
``seats`` and ``memory`` (what is given back when they leave).
"""
