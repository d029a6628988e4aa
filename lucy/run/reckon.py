"""Sums in level files: `room / (rate - work)`. Numbers, names, + - * / and brackets, min and max, and nothing else.

Reckons and names what is wrong. It runs no code of anybody's.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from functools import lru_cache

MOST_LETTERS = 120
_WORDS: dict[str, Callable[..., float]] = {"min": min, "max": max}


class SumError(ValueError):
    """A sum that cannot be done; one line."""


class NoNumber(SumError):
    """A sum that is one, and comes to nothing with these numbers."""


def value_of(expression: str, numbers: Mapping[str, float]) -> float:
    """What the sum comes to with these numbers. Raises SumError."""
    try:
        found = _value(_parsed(expression), numbers)
    except ZeroDivisionError:
        raise NoNumber("it divides by 0") from None
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as fault:
        raise fault if isinstance(fault, SumError) else SumError("it is no sum") from None
    if not math.isfinite(found):
        raise NoNumber("it comes to no number")
    return found


@lru_cache(maxsize=200)
def _parsed(expression: str) -> ast.expr:
    if len(expression) > MOST_LETTERS:
        raise SumError(f"it has more than {MOST_LETTERS} letters")
    return ast.parse(expression.strip(), mode="eval").body


def _value(node: ast.expr, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=bool()):
            raise SumError("it is no sum")
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            if name not in numbers:
                raise SumError(f'it has no number called "{name}"; there are {", ".join(numbers)}')
            return float(numbers[name])
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, numbers)
        case ast.BinOp(left=left, op=op, right=right):
            one, other = _value(left, numbers), _value(right, numbers)
            match op:
                case ast.Add():
                    return one + other
                case ast.Sub():
                    return one - other
                case ast.Mult():
                    return one * other
                case ast.Div():
                    return one / other
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _WORDS and len(args) > 1:
            return _WORDS[name](*(_value(arg, numbers) for arg in args))
    raise SumError("it may have numbers, names, + - * /, brackets, min and max")
