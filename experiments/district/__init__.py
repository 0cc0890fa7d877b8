"""A whole district: every community of a CSV file simulated as one sweep, reported one by one and in total.

reading   the CSV file, checked cell by cell
people    from a row of the file to the parameters of its community
totals    the district as a whole, with intervals, and which traits go with an effect
study     from the file to the results
"""

from experiments.district.study import District, InterruptedDistrict, district

__all__ = ["District", "InterruptedDistrict", "district"]
