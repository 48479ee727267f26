# The json module.
import json
print(json.dumps({'a': [1, 2.5, None, True], 'b': 'é"\n'}), json.dumps('é', ensure_ascii=False))
print(json.dumps([1, {'x': 2}, []], indent=2))
print(json.loads('{"a": [1, -2.5e3, "x\\u00e9", null, false]}'), json.loads(' [] '), json.loads('"\\ud83d\\ude00"'))
print(json.dumps({'b': 1, 'a': 2}, sort_keys=True, separators=(',', ':')), json.dumps({1: 2, None: 3, True: 4}))
for bad in ('{"a": }', '[1, 2', 'x', '{"a" 1}', '"abc', '1 2'):
    try:
        json.loads(bad)
    except json.JSONDecodeError as e:
        print(e)
try:
    json.dumps(object)
except TypeError as e:
    print(e)
loop = []
loop.append(loop)
try:
    json.dumps(loop)
except ValueError as e:
    print(e)

# expect: {"a": [1, 2.5, null, true], "b": "\u00e9\"\n"} "é"
# expect: [
# expect:   1,
# expect:   {
# expect:     "x": 2
# expect:   },
# expect:   []
# expect: ]
# expect: {'a': [1, -2500.0, 'xé', None, False]} [] 😀
# expect: {"a":2,"b":1} {"1": 4, "null": 3}
# expect: Expecting value: line 1 column 7 (char 6)
# expect: Expecting ',' delimiter: line 1 column 6 (char 5)
# expect: Expecting value: line 1 column 1 (char 0)
# expect: Expecting ':' delimiter: line 1 column 6 (char 5)
# expect: Unterminated string starting at: line 1 column 1 (char 0)
# expect: Extra data: line 1 column 3 (char 2)
# expect: Object of type type is not JSON serializable
# expect: Circular reference detected
