"""Every colour of the project, by name, for light and dark surfaces.

One table feeds pictures, pages and style sheets. Meaning is never carried by colour alone: better and
worse also differ by position or sign, undecided marks by their lightness, scenarios by dash and shape.
"""

LIGHT = {
    "paper": "#F6F5F1", "surface": "#FFFFFF", "sunk": "#EFEDE7",
    "line": "#DEDBD3", "line2": "#C8C4BA", "ctl": "#848A95",
    "ink": "#1B2332", "ink2": "#465063", "ink3": "#5F697C",
    "a": "#1D5FB0", "a-ink": "#1D5FB0", "a-tint": "#E6EEF8",
    "b": "#C4500A", "b-ink": "#A34104", "b-tint": "#FBEBDF",
    "gain": "#067A5B", "gain-tint": "#E2F3EC", "loss": "#8B3C82", "loss-tint": "#F3E3F1",
    "body": "#E9E5DA", "roof": "#B9B3A4", "ground": "#F4F2EB",
    "tree": "#C3D3BC", "path": "#E6E2D8", "water": "#CFE0E6",
    "c1": "#56627A", "c2": "#237A77", "c3": "#8FC7BC", "c4": "#C9B98C", "c5": "#A9A49A",
    "r0": "#EFEBDD", "r1": "#CFDDC6", "r2": "#93C3B4", "r3": "#4E9FA0", "r4": "#1F6F8B", "r5": "#123F66",
    "d-3": "#7A2E72", "d-2": "#B373AB", "d-1": "#DDBFD9", "d0": "#EFEDE7",
    "d1": "#B5DAD2", "d2": "#4FA698", "d3": "#0B6B5F",
}  # fmt: skip

DARK = {
    "paper": "#0E1420", "surface": "#161E2C", "sunk": "#1E2838",
    "line": "#2A3548", "line2": "#3B485E", "ctl": "#6B788D",
    "ink": "#F3F5F9", "ink2": "#BCC5D3", "ink3": "#93A0B4",
    "a": "#7FB6FF", "a-ink": "#7FB6FF", "a-tint": "#1B2C46",
    "b": "#FFA45E", "b-ink": "#FFA45E", "b-tint": "#3A2819",
    "gain": "#4FD6A6", "gain-tint": "#12352A", "loss": "#E39CDD", "loss-tint": "#3A2338",
    "body": "#1A2437", "roof": "#51627E", "ground": "#101827",
    "tree": "#1D3230", "path": "#172133", "water": "#16304A",
    "c1": "#8593AE", "c2": "#4DB6AC", "c3": "#2F6F6B", "c4": "#B8A679", "c5": "#5C6678",
    "r0": "#222E44", "r1": "#2C4C66", "r2": "#39747E", "r3": "#6FA583", "r4": "#C3CC7C", "r5": "#FFEFA6",
    "d-3": "#F0B6EA", "d-2": "#B777B1", "d-1": "#5B3F5E", "d0": "#232D3E",
    "d1": "#234F4A", "d2": "#3F9A86", "d3": "#7FE8C6",
}  # fmt: skip

TYPE = {
    "title": 13.0, "lead": 9.5, "panel": 9.5, "row": 10.0, "number": 8.8, "note": 8.4,
}  # fmt: skip
"""Sizes of type in pictures [points]; the smallest is the floor."""
