def show(e):
    print(repr(e), "cause", repr(e.__cause__), "context", repr(e.__context__), e.__suppress_context__)
    # expect: ValueError('second') cause None context ZeroDivisionError('division by zero') False
    # expect: ValueError('with cause') cause ZeroDivisionError('division by zero') context ZeroDivisionError('division by zero') True
    # expect: ValueError('hidden') cause None context ZeroDivisionError('division by zero') True
    # expect: KeyError('other') cause None context KeyError('k') False
    # expect: ValueError() cause KeyError() context None True


try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("second")
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise ValueError("with cause") from z
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("hidden") from None
except ValueError as e:
    show(e)
try:
    try:
        raise KeyError("k")
    finally:
        {}["other"]
except KeyError as e:
    show(e)
try:
    raise ValueError from KeyError
except ValueError as e:
    show(e)
