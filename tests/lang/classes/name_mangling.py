class A:
    def __init__(self): self.__x = 1
    def get(self): return self.__x
print(A().get(), A().__dict__)
class Outer:
    class Inner:
        def f(self): return __class__.__qualname__
print(Outer.Inner().f(), Outer.Inner.__qualname__, Outer.__module__)

# expect: 1 {'_A__x': 1}
# expect: Outer.Inner Outer.Inner __main__
