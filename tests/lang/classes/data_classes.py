from dataclasses import dataclass, field


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)


@dataclass(frozen=True, order=True)
class V:
    n: int


p = Point(1)
print(p, p == Point(1, 0), p.tags is not Point(1).tags, V(1) < V(2), hash(V(1)) == hash(V(1)))
# expect: Point(x=1, y=0, tags=[]) True True True True
try:
    V(1).n = 2
except AttributeError as e:
    print(type(e).__name__, e)  # expect: FrozenInstanceError cannot assign to field 'n'
try:
    Point()
except TypeError as e:
    print(e)  # expect: Point.__init__() missing 1 required positional argument: 'x'
