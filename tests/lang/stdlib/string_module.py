import string

print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits)
print(repr(string.punctuation), repr(string.whitespace), len(string.printable))
print(string.capwords('  the quick  brown '), repr(string.capwords(' a,b,,c', ',')))

t = string.Template('$who owes ${amount} dollars, $$5 and $who_else')
print(t.substitute(who='Ann', amount=3, who_else='Bob'), t.substitute({'who': 1, 'amount': 2}, who_else=3))
print(t.safe_substitute(who='Ann'), t.get_identifiers(), t.is_valid())
for bad in ('$', 'a\nbc $1', 'x $$ $-', '${', '${a b}'):
    try:
        string.Template(bad).substitute(a=1)
    except ValueError as e:
        print(e, string.Template(bad).is_valid(), string.Template(bad).safe_substitute(a=1) == bad.replace('$$', '$'))
try:
    t.substitute(who=1)
except KeyError as e:
    print(repr(e))


class Percent(string.Template):
    delimiter = '%'
    idpattern = '[a-z]+_[a-z]+'


print(Percent('%with_under %notunder %% $x').safe_substitute(with_under='ok', notunder='bad'))

f = string.Formatter()
print(f.format('{0} {a} {b[k]} {c.real:>5} {0!r:*^7} {{}}', 'x', a=1, b={'k': 2}, c=3))
print(f.format('{} {} {x:{width}}|', 1, 2, x='y', width=4), f.vformat('{0[1]}', ([1, 2],), {}))
print(list(f.parse('a{b!r:>{w}}c{{}}d{}')), list(f.parse('')))
print(f.get_field('a.imag', (), {'a': 3j}), f.convert_field('é', 'a'))
for text, args in (('{0} {}', (1, 2)), ('{', ()), ('}', ()), ('{a', ()), ('{!x}', (1,)), ('{5}', (1,)), ('{a}', ()),
                   ('{0.}', (1,)), ('{0[}', (1,))):
    try:
        print(f.format(text, *args))
    except Exception as e:
        print(type(e).__name__, e)


class Default(string.Formatter):
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f'<{key}>') if isinstance(key, str) else args[key]

    def check_unused_args(self, used_args, args, kwargs):
        print(sorted(map(str, used_args)))


print(Default().format('{name} {missing} {0}', 7, name='n'))

# expect: abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 0123456789abcdefABCDEF 01234567
# expect: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~' ' \t\n\r\x0b\x0c' 100
# expect: The Quick Brown ' a,B,,C'
# expect: Ann owes 3 dollars, $5 and Bob 1 owes 2 dollars, $5 and 3
# expect: Ann owes ${amount} dollars, $5 and $who_else ['who', 'amount', 'who_else'] True
# expect: Invalid placeholder in string: line 1, col 1 False True
# expect: Invalid placeholder in string: line 2, col 4 False True
# expect: Invalid placeholder in string: line 1, col 6 False True
# expect: Invalid placeholder in string: line 1, col 1 False True
# expect: Invalid placeholder in string: line 1, col 1 False True
# expect: KeyError('amount')
# expect: ok %notunder % $x
# expect: x 1 2     3 **'x'** {}
# expect: 1 2 y   | 2
# expect: [('a', 'b', '>{w}', 'r'), ('c{', None, None, None), ('}', None, None, None), ('d', '', '', None)] []
# expect: (3.0, 'a') '\xe9'
# expect: ValueError cannot switch from manual field specification to automatic field numbering
# expect: ValueError Single '{' encountered in format string
# expect: ValueError Single '}' encountered in format string
# expect: ValueError expected '}' before end of string
# expect: ValueError Unknown conversion specifier x
# expect: IndexError tuple index out of range
# expect: KeyError 'a'
# expect: ValueError Empty attribute in format string
# expect: ValueError expected '}' before end of string
# expect: ['0', 'missing', 'name']
# expect: n <missing> 7
