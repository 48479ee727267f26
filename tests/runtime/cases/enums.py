# The enum module.
from enum import Enum, Flag, IntEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = auto()
    BLUE = auto()
    CRIMSON = 1

    def shout(self):
        return self.name + '!'


print(Color.RED, repr(Color.GREEN), [c.value for c in Color], Color(2), Color['BLUE'], Color.CRIMSON is Color.RED)
print(Color.RED.shout(), len(Color), Color.RED in Color, Color.RED == 1, {Color.RED: 'x'}[Color.RED], list(Color.__members__))


class Access(Flag):
    READ = auto()
    WRITE = auto()
    BOTH = READ | WRITE


print(Access.READ | Access.WRITE, Access.READ in Access.BOTH, ~Access.READ, bool(Access(0)), repr(Access.BOTH))


class Level(IntEnum):
    LOW = 1
    HIGH = 5


print(Level.LOW + 1, Level.HIGH > Level.LOW, repr(Level.LOW), sorted([Level.HIGH, Level.LOW])[0].name, isinstance(Level.LOW, int))
Animal = Enum('Animal', 'CAT DOG')
print(Animal.CAT, Animal.DOG.value)
for bad in (lambda: Color(9), lambda: Color['X'], lambda: setattr(Color, 'RED', 3), lambda: unique(Color)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)

# expect: Color.RED <Color.GREEN: 2> [1, 2, 3] Color.GREEN Color.BLUE True
# expect: RED! 3 True False x ['RED', 'GREEN', 'BLUE', 'CRIMSON']
# expect: Access.BOTH True Access.WRITE False <Access.BOTH: 3>
# expect: 2 True <Level.LOW: 1> LOW True
# expect: Animal.CAT 2
# expect: ValueError 9 is not a valid Color
# expect: KeyError 'X'
# expect: AttributeError cannot reassign member 'RED'
# expect: ValueError duplicate values found in <enum 'Color'>: CRIMSON -> RED
