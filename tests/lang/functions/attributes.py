def greet(name: str, punct: str = "!") -> str:
    """Greets."""
    return name + punct


greet.calls = 0
print(greet.__name__, greet.__doc__, greet.__qualname__, greet.__annotations__, greet.calls, greet.__module__)
# expect: greet Greets. greet {'name': <class 'str'>, 'punct': <class 'str'>, 'return': <class 'str'>} 0 __main__
print(greet.__defaults__, greet.__kwdefaults__, greet.__code__.co_name, greet.__code__.co_argcount, callable(greet))
# expect: ('!',) None greet 2 True


def outer():
    class C:
        def m(self):
            return lambda: 0
    return C


print(outer().m.__qualname__, outer().__qualname__, outer()().m().__qualname__, (lambda: 0).__name__)
# expect: outer.<locals>.C.m outer.<locals>.C outer.<locals>.C.m.<locals>.<lambda> <lambda>
