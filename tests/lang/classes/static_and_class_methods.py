class Date:
    count = 0

    def __init__(self, y):
        self.y = y
        type(self).count += 1

    @classmethod
    def parse(cls, text):
        return cls(int(text))

    @staticmethod
    def valid(y):
        return y > 0


class Sub(Date):
    pass


d = Sub.parse("2024")
print(type(d).__name__, d.y, Date.valid(1), d.valid(-1), Date.count, Sub.count)
# expect: Sub 2024 True False 0 1
m = d.parse
print(m("5").y, Date.__dict__["valid"].__class__.__name__, m.__self__ is Sub, d.__init__.__func__ is Date.__init__)
# expect: 5 staticmethod True True
bound = d.__init__
print(bound.__name__, Date.parse.__func__.__name__, Sub.count)  # expect: __init__ parse 2
