# The dataclasses module.
from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError


@dataclass(order=True)
class Point:
    x: int
    y: int = 3
    tags: list = field(default_factory=list, compare=False)

    def __post_init__(self):
        self.tags.append('new')


print(Point(1), Point(1) < Point(2), Point(1) == Point(1, 3), asdict(Point(1, 2)), astuple(Point(1)), replace(Point(1), x=5))
print([f.name for f in fields(Point)], Point.__match_args__)


@dataclass(frozen=True)
class Fixed:
    a: int


try:
    Fixed(1).a = 3
except FrozenInstanceError as e:
    print(e)
print(hash(Fixed(1)) == hash(Fixed(1)), {Fixed(1): 'x'}[Fixed(1)])


@dataclass
class Child(Point):
    z: int = 0
    kind: str = field(default='k', kw_only=True)


print(Child(1, 2, z=9))
for bad in (lambda: Point(), lambda: Point(1, 2, [], 4), lambda: Point(1, q=2)):
    try:
        bad()
    except TypeError as e:
        print(e)
try:
    @dataclass
    class Wrong:
        items: list = []
except ValueError as e:
    print(e)

# expect: Point(x=1, y=3, tags=['new']) True True {'x': 1, 'y': 2, 'tags': ['new']} (1, 3, ['new']) Point(x=5, y=3, tags=['new', 'new'])
# expect: ['x', 'y', 'tags'] ('x', 'y', 'tags')
# expect: cannot assign to field 'a'
# expect: True x
# expect: Child(x=1, y=2, tags=['new'], z=9, kind='k')
# expect: Point.__init__() missing 1 required positional argument: 'x'
# expect: Point.__init__() takes from 2 to 4 positional arguments but 5 were given
# expect: Point.__init__() got an unexpected keyword argument 'q'
# expect: mutable default <class 'list'> for field items is not allowed: use default_factory
