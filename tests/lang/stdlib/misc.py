import sys, math, time, types, enum, dataclasses, random
print(sys.argv[1:], sys.maxsize, math.floor(2.7), math.sqrt(16), math.pi, math.gcd(12, 18), math.inf > 1)
t = time.perf_counter(); time.sleep(0.01); print(time.perf_counter() - t >= 0.01)
class Color(enum.Enum):
    RED = 1
    BLUE = enum.auto()
print(Color.RED, Color(2), Color["RED"].value, [c.name for c in Color], Color.RED is Color(1), repr(Color.BLUE))
@dataclasses.dataclass(order=True)
class Pt:
    x: int
    y: int = 0
    tags: list = dataclasses.field(default_factory=list)
print(Pt(1), Pt(1, 2) == Pt(1, 2), Pt(1) < Pt(2), dataclasses.asdict(Pt(3)), dataclasses.replace(Pt(1), y=9))
random.seed(1); print(random.random(), random.randint(1, 6), random.choice("abc"), random.sample(range(10), 3))
print(types.SimpleNamespace(a=1), isinstance(print, types.BuiltinFunctionType), isinstance(lambda: 0, types.FunctionType))

# expect: [] 9223372036854775807 2 4.0 3.141592653589793 6 True
# expect: True
# expect: Color.RED Color.BLUE 1 ['RED', 'BLUE'] True <Color.BLUE: 2>
# expect: Pt(x=1, y=0, tags=[]) True True {'x': 3, 'y': 0, 'tags': []} Pt(x=1, y=9, tags=[])
# expect: 0.13436424411240122 1 b [1, 7, 8]
# expect: namespace(a=1) True True
