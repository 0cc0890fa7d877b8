"""Closed forms: where all but one mechanism is switched off, the engine must do what algebra says.

tiny       a community of 300 whose mechanisms can be switched off
residents  awareness, trust, taking part, efficacy
workers    burnout, competence, intention, vacancies, the queue
offices    members, committees, the street, and what holds of the whole

Each is a function of the seed that returns a ``Sample``: the number that is judged, and the curve behind it. The same
forms are computed once more, person by person and without this code, in the tests.
"""
