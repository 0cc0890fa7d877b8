"""The live page: two worlds on the same people with the same random draws, one change at a time.

simulation  what is done in two worlds, month by month (schedule), both run in lockstep, what was seen of them
content     what every page shows: words, lessons, evidence, colours
session     what one visitor holds, and which messages it takes
export      what a visitor takes home
background  what runs beside: other communities, a comparison
visits      the thread of one visitor, seats, what is given back when visitors leave
static      what moves in the browser: ES modules and one style sheet, served as they are
app         the page
server      who may come in
"""
