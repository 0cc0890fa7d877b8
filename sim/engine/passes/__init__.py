"""The compiled passes of a month: loops over rows and lanes that call the rules and add nothing of their own.

The order of the passes is the calendar in ``sim.engine.calendar``. Here a file is a pass:

    opening     who asks, what residents want, how they stand as the month opens
    accounts    revenue and budget, workers' time and output, queue, services, attraction, publicity
    members     party members are mobilised and ask their neighbours
    residents   awareness, expectation, satisfaction, fairness, trust, belonging, participation, habit
    election    the vote and the chair, when due
    staff       burnout, competence, quits, hires, coordination, autonomy
    moves       newcomers take over dwellings
    recording   sums by group

Arrays are flat with the lanes innermost (``sim.compute.layout``). A row is copied into a scratch block, worked on
there, and copied back: that is what lets a loop over lanes be compiled to work on several at once.
"""
