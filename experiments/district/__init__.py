"""A whole district: every community of a CSV file simulated as one sweep, reported one by one and in total.

district  what is asked, and what came of it
reading   the CSV file, checked cell by cell
people    from a row of the file to the parameters of its community
study     from the file to the results
totals    the district as a whole, with intervals, and which traits go with an effect
files     tables and manifest
"""

from experiments.district.district import District
from experiments.district.study import InterruptedDistrict, district

__all__ = ["District", "InterruptedDistrict", "district"]
