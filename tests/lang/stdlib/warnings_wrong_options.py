# Options that make no sense are told on stderr and ignored.
# options: -W foo -W error::Foo -W error::no_such.Foo -W error::int -W ::::: -W ignore:::m:-3 -W i
# stderr: any
import sys
import warnings

print(sys.warnoptions)
print(warnings.filters[0], sys.flags.dev_mode)

# expect: ['foo', 'error::Foo', 'error::no_such.Foo', 'error::int', ':::::', 'ignore:::m:-3', 'i']
# expect: ('ignore', None, <class 'Warning'>, None, 0) False
