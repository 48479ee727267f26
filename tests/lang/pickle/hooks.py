# cpython: >=3.13
# pickle: what a subclass of Pickler or Unpickler may decide: persistent objects, other reductions, other classes.
import copyreg
import io
import pickle


class Record:
    def __init__(self, key):
        self.key = key


class Open:
    pass


database = {'k1': Record('k1')}


class Saver(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table.copy()
    dispatch_table[Open] = lambda ob: (str, ('was open',))

    def persistent_id(self, obj):
        return ('record', obj.key) if isinstance(obj, Record) else None

    def reducer_override(self, obj):
        if callable(obj) and getattr(obj, '__name__', '') == '<lambda>':
            return getattr, (str, 'upper')
        return NotImplemented


class Loader(pickle.Unpickler):
    def persistent_load(self, pid):
        kind, key = pid
        print('fetching', kind, key)
        return database[key]

    def find_class(self, module, name):
        print('class', module, name)
        if name == 'eval':
            raise pickle.UnpicklingError(f'{module}.{name} is forbidden')
        return super().find_class(module, name)


file = io.BytesIO()
Saver(file).dump([database['k1'], Open(), lambda: 0, 5])
file.seek(0)
record, text, function, number = Loader(file).load()
print(record is database['k1'], text, function('up'), number)
for data in (pickle.dumps(eval), pickle.dumps(Record)):
    try:
        print(Loader(io.BytesIO(data)).load())
    except pickle.UnpicklingError as error:
        print(error)
file.seek(0)
try:
    pickle.load(file)
except pickle.UnpicklingError as error:
    print(error)

# Several pickles in one file, and nothing behind them is read.
file = io.BytesIO()
for value in ('one', [2], {'three': 3}):
    pickle.dump(value, file)
file.write(b'rest')
file.seek(0)
print([pickle.load(file) for _ in range(3)], file.read())

# expect: fetching record k1
# expect: class builtins str
# expect: class builtins getattr
# expect: True was open UP 5
# expect: class builtins eval
# expect: builtins.eval is forbidden
# expect: class __main__ Record
# expect: <class '__main__.Record'>
# expect: A load persistent id instruction was encountered, but no persistent_load function was specified.
# expect: ['one', [2], {'three': 3}] b'rest'
