try:
    raise ValueError("v")
except ValueError as e:
    kept = e
try:
    e
except NameError as err:
    print(err)  # expect: name 'e' is not defined
print(kept, kept.__traceback__ is not None, kept.__traceback__.tb_lineno)  # expect: v True 2
import sys
print(sys.exc_info())  # expect: (None, None, None)
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__)  # expect: ZeroDivisionError
    try:
        [][1]
    except IndexError:
        print(sys.exc_info()[0].__name__)  # expect: IndexError
    print(sys.exc_info()[0].__name__)  # expect: ZeroDivisionError
print(sys.exc_info()[0])  # expect: None
