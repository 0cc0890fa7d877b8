"""Our own exp, log, power and logistic: the same bits on every machine, compiled or not.

The mathematics library of a system may round differently from another's, and a call to it keeps a
compiled loop from working on several slots at once. These are short polynomials of plain additions and
multiplications, with the least largest error, and taken in pairs, so that no step waits for all before it.
Relative error against the exact value: below 4e-16 for ``exp``, 1e-15 for ``log`` away from 1 (absolute
2e-16 near it), 2e-15·(1 + |exponent·log(base)|) for ``power``.
Source: W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, for the steps around
the polynomials; those are best approximations (E. Remez) of (e**r - 1 - r)/r**2 and (log(m) - 2 s)/(s z).
"""

import math

LOG2_OF_E = 1.4426950408889634
LN2_HIGH = 0.693147180369123816490
LN2_LOW = 1.90821492927058770002e-10
ROUND_TO_WHOLE = 6755399441055744.0  # 1.5 * 2**52: adding and subtracting it rounds to a whole number
LARGEST_EXPONENT = 700.0
SMALLEST_BASE = 1e-300
SQRT_2 = 1.4142135623730951


def power_of_two(n: float) -> float:
    """2**n for a whole n in [-1022..1023]; exact."""
    return math.ldexp(1.0, int(n))


def binary_exponent(x: float) -> float:
    """The whole e with x = m · 2**e and m in [1..2); exact, for a normal positive x."""
    return float(math.frexp(x)[1] - 1)


def exp(x: float) -> float:
    """e**x; x is held within [-700..700]."""
    x = min(max(x, -LARGEST_EXPONENT), LARGEST_EXPONENT)
    n = (x * LOG2_OF_E + ROUND_TO_WHOLE) - ROUND_TO_WHOLE
    r = (x - n * LN2_HIGH) - n * LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    low = (0.50000000000000010212 + 0.16666666666666674521 * r) + r2 * (
        0.041666666666624157561 + 0.0083333333333222175759 * r
    )
    middle = (0.0013888888917198546681 + 0.00019841269886559339933 * r) + r2 * (
        0.000024801521319909415838 + 2.755724237271286285e-6 * r
    )
    high = 2.7620076915813703457e-7 + 2.5110036257801613013e-8 * r
    return (1.0 + (r + r2 * (low + r4 * (middle + r4 * high)))) * power_of_two(n)


def log(x: float) -> float:
    """The natural logarithm; x below 1e-300 counts as 1e-300."""
    x = max(x, SMALLEST_BASE)
    e = binary_exponent(x)
    m = x * power_of_two(-e)
    large = m > SQRT_2
    e = e + 1.0 if large else e
    m = 0.5 * m if large else m
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    z2 = z * z
    low = (0.66666666666666697269 + 0.39999999999898505763 * z) + z2 * (
        0.28571428626371627928 + 0.22222211077343387699 * z
    )
    high = (0.18182892890987008172 + 0.15331607845214309716 * z) + z2 * 0.14617738236527049783
    return e * LN2_HIGH + (2.0 * s + (s * z * (low + z2 * z2 * high) + e * LN2_LOW))


def power(base: float, exponent: float) -> float:
    """base**exponent for base ≥ 0; 0 to a positive power is 0, anything to the power 0 is 1."""
    value = exp(exponent * log(base))
    return 0.0 if base < SMALLEST_BASE and exponent > 0.0 else value


def logistic(x: float) -> float:
    """1/(1 + e**-x): a pull as a probability [0..1]."""
    return 1.0 / (1.0 + exp(-x))


def lognormal(draw: float, spread: float) -> float:
    """A lognormal factor with mean 1 out of a standard normal draw."""
    return exp(spread * draw - 0.5 * spread * spread)


def clip(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """X held within [low..high]."""
    return min(max(x, low), high)
