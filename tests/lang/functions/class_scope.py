n = "module"


class C:
    n = "class"
    here = n
    later = [n for _ in range(1)]
    first = [v for v in n]

    def method(self):
        return n


print(C.here, C.later, C.first[:2], C().method(), C.n)  # expect: class ['module'] ['c', 'l'] module class
