# Fields of dataclasses as they show themselves, and the separators of JSON.
import dataclasses
import json
import re


@dataclasses.dataclass
class Point:
    x: int
    y: int = dataclasses.field(default=3, repr=False, metadata={'unit': 'm'}, kw_only=True)


for field in dataclasses.fields(Point):
    print(field.name, field.type, field.init, field.repr, field.hash, field.compare, dict(field.metadata), field.kw_only)
print(re.sub(' at 0x[0-9a-f]+', '', repr(dataclasses.fields(Point)[1])))
value = {'a': [1, 2, {}], 'b': None}
for options in ({}, {'indent': 1}, {'separators': (';', '=')}, {'indent': 0, 'separators': (' ;', '=')}, {'indent': '\t'}):
    print(repr(json.dumps(value, **options)))
print(json.dumps({1j}.__class__, default=repr), json.JSONEncoder(indent=2).item_separator, json.JSONEncoder(default=str).encode(2j))

# expect: x <class 'int'> True True None True {} False
# expect: y <class 'int'> True False None True {'unit': 'm'} True
# expect: Field(name='y',type=<class 'int'>,default=3,default_factory=<dataclasses._MISSING_TYPE object>,init=True,repr=False,hash=None,compare=True,metadata=mappingproxy({'unit': 'm'}),kw_only=True,_field_type=_FIELD)
# expect: '{"a": [1, 2, {}], "b": null}'
# expect: '{\n "a": [\n  1,\n  2,\n  {}\n ],\n "b": null\n}'
# expect: '{"a"=[1;2;{}];"b"=null}'
# expect: '{\n"a"=[\n1 ;\n2 ;\n{}\n] ;\n"b"=null\n}'
# expect: '{\n\t"a": [\n\t\t1,\n\t\t2,\n\t\t{}\n\t],\n\t"b": null\n}'
# expect: "<class 'set'>" , "2j"
