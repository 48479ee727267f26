# pickle: an object that stands in several places is one object afterwards too, also where it contains itself.
import io
import pickle

inner = [1]
back = pickle.loads(pickle.dumps([inner, inner, list(inner)]))
print(back[0] is back[1], back[0] is back[2])  # expect: True False

ring = []
ring.append(ring)
back = pickle.loads(pickle.dumps(ring))
print(back[0] is back, pickle.dumps(ring))  # expect: True b'\x80\x04\x95\x06\x00\x00\x00\x00\x00\x00\x00]\x94h\x00a.'

pair = ([],)
pair[0].append(pair)
for protocol in range(6):
    back = pickle.loads(pickle.dumps(pair, protocol))
    print(back[0][0] is back)
    # expect: True
    # expect: True
    # expect: True
    # expect: True
    # expect: True
    # expect: True


class Node:
    def __init__(self, name):
        self.name = name
        self.links = set()


a, b = Node('a'), Node('b')
a.links.add(b)
b.links.add(a)
a.me = a
back = pickle.loads(pickle.dumps(a))
(other,) = back.links
print(back.name, other.name, other.links == {back}, back.me is back)  # expect: a b True True

# A Pickler remembers what it has written from one dump() to the next.
file = io.BytesIO()
pickler = pickle.Pickler(file)
pickler.dump(inner)
before = len(file.getvalue())
pickler.dump(inner)
print(file.getvalue()[before:])  # expect: b'\x80\x04h\x00.'
pickler.clear_memo()
pickler.dump(inner)
file.seek(0)
unpickler = pickle.Unpickler(file)
first, second, third = unpickler.load(), unpickler.load(), unpickler.load()
print(first is second, first is third, first == third)  # expect: True False True
try:
    unpickler.load()
except EOFError as error:
    print(error)  # expect: Ran out of input
