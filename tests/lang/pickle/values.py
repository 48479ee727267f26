# pickle: values of the built-in types go there and back; the bytes are CPython's.
import pickle

for value in (None, True, 0, 255, 256, -1, 2**31, -2**63, 10**40, 1.5, float('inf'), 2j, 'text', 'h\xe9llo \u20ac',
              b'bytes', bytearray(b'more'), (), (1, 2), (1, 2, 3, 4), [], [1], {}, {'a': 1}, set(), {7}, frozenset([7]),
              range(3), slice(1, 9), ..., NotImplemented, int, len, ValueError):
    back = pickle.loads(pickle.dumps(value))
    print(type(back) is type(value), back == value, pickle.dumps(value).hex())
    # expect: True True 80044e2e
    # expect: True True 8004882e
    # expect: True True 80044b002e
    # expect: True True 80044bff2e
    # expect: True True 80049504000000000000004d00012e
    # expect: True True 80049506000000000000004affffffff2e
    # expect: True True 80049508000000000000008a0500000080002e
    # expect: True True 8004950b000000000000008a0800000000000000802e
    # expect: True True 80049514000000000000008a11000000000061f5b9abbfa45cc3f129631d2e
    # expect: True True 8004950a00000000000000473ff80000000000002e
    # expect: True True 8004950a00000000000000477ff00000000000002e
    # expect: True True 8004952e000000000000008c086275696c74696e73948c07636f6d706c6578949394470000000000000000474000000000000000869452942e
    # expect: True True 80049508000000000000008c0474657874942e
    # expect: True True 8004950e000000000000008c0a68c3a96c6c6f20e282ac942e
    # expect: True True 800495090000000000000043056279746573942e
    # expect: True True 80049525000000000000008c086275696c74696e73948c0962797465617272617994939443046d6f726594859452942e
    # expect: True True 8004292e
    # expect: True True 80049507000000000000004b014b0286942e
    # expect: True True 8004950c00000000000000284b014b024b034b0474942e
    # expect: True True 80045d942e
    # expect: True True 80049506000000000000005d944b01612e
    # expect: True True 80047d942e
    # expect: True True 8004950a000000000000007d948c0161944b01732e
    # expect: True True 80048f942e
    # expect: True True 80049507000000000000008f94284b07902e
    # expect: True True 8004950600000000000000284b0791942e
    # expect: True True 80049520000000000000008c086275696c74696e73948c0572616e67659493944b004b034b01879452942e
    # expect: True True 8004951f000000000000008c086275696c74696e73948c05736c6963659493944b014b094e879452942e
    # expect: True True 80049519000000000000008c086275696c74696e73948c08456c6c69707369739493942e
    # expect: True True 8004951f000000000000008c086275696c74696e73948c0e4e6f74496d706c656d656e7465649493942e
    # expect: True True 80049514000000000000008c086275696c74696e73948c03696e749493942e
    # expect: True True 80049514000000000000008c086275696c74696e73948c036c656e9493942e
    # expect: True True 8004951b000000000000008c086275696c74696e73948c0a56616c75654572726f729493942e

print(pickle.dumps([1, 'two', {3: (4,)}], protocol=0))  # expect: b'(lp0\nI1\naVtwo\np1\na(dp2\nI3\n(I4\ntp3\nsa.'
print(pickle.dumps([1, 'two', {3: (4,)}], protocol=2))
# expect: b'\x80\x02]q\x00(K\x01X\x03\x00\x00\x00twoq\x01}q\x02K\x03K\x04\x85q\x03se.'
print(pickle.dumps([1, 'two', {3: (4,)}], protocol=-1))
# expect: b'\x80\x05\x95\x16\x00\x00\x00\x00\x00\x00\x00]\x94(K\x01\x8c\x03two\x94}\x94K\x03K\x04\x85\x94se.'
print(pickle.DEFAULT_PROTOCOL, pickle.HIGHEST_PROTOCOL)  # expect: 4 5

many = list(range(5000)), {i: str(i) for i in range(2500)}, set(range(2000)), 'long ' * 20000, b'long ' * 20000
for protocol in range(6):
    data = pickle.dumps(many, protocol)
    print(protocol, len(data), pickle.loads(data) == many)
    # expect: 0 291088 True
    # expect: 1 261005 True
    # expect: 2 261005 True
    # expect: 3 260953 True
    # expect: 4 244186 True
    # expect: 5 244186 True
