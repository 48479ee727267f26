import enum


class Color(enum.Enum):
    RED = 1
    GREEN = 2


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["GREEN"], list(Color), Color.RED is Color(1))
# expect: Color.RED <Color.RED: 1> RED 1 Color.GREEN Color.GREEN [<Color.RED: 1>, <Color.GREEN: 2>] True
print(Color.RED == 1, isinstance(Color.RED, Color), len(Color), Color.RED in {Color.RED: 1})
# expect: False True 2 True
try:
    Color(5)
except ValueError as e:
    print(e)  # expect: 5 is not a valid Color
