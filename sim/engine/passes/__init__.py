"""The compiled passes of a month: segments that call the rules, and the loops that take them through all residents.

The order of the passes is the calendar in ``sim.engine.calendar``. Here a file is a pass:

    opening     the residents' random draws, who asks, what residents want, how they stand as the month opens
    accounts    revenue and budget, workers' time and output, queue, services, attraction, publicity
    street      what the street hands down, and the pressure it feels
    members     party members are mobilised and ask their neighbours
    residents   awareness, expectation, satisfaction, fairness, trust, belonging, participation, habit
    election    the vote and who is sent and elected, when due
    committees  who sits, and the item that they decide
    staff       burnout, competence, intention, retirement, quits, hires, coordination, autonomy
    moves       newcomers take over dwellings
    recording   sums by group

    tile        the residents at hand: what is taken from the arrays for their rules, and what is put back
    holding     a lane may read one quantity from another lane

A segment is written once, in names (``sim.compute.segments``). Residents are taken tile by tile, sixteen slots at once
(``sim.compute.tiles``), into room on the stack that overlaps nothing: that is what lets a loop over slots be compiled
to work on several at once, whether a block has one lane or sixteen.
"""
