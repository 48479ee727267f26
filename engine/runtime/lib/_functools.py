"""The name under which CPython's pickles know two of functools' functions."""

from functools import partial, reduce
