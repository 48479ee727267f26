"""Kinds of characters, and text with gaps to fill."""

import re

__all__ = ('ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits', 'hexdigits', 'octdigits',
           'printable', 'punctuation', 'whitespace', 'Formatter', 'Template')


def _characters(first, last):
    return ''.join(map(chr, range(ord(first), ord(last) + 1)))


digits, octdigits = _characters('0', '9'), _characters('0', '7')
ascii_lowercase, ascii_uppercase = _characters('a', 'z'), _characters('A', 'Z')
ascii_letters = ascii_lowercase + ascii_uppercase
hexdigits = digits + ascii_letters[:6] + ascii_uppercase[:6]
punctuation = ''.join(c for c in _characters('!', '~') if not c.isalnum())
whitespace = ' \t\n\r\v\f'
printable = ''.join((digits, ascii_letters, punctuation, whitespace))


def capwords(s, sep=None):
    """Each word with a capital letter; without sep, runs of blanks become one."""
    between = sep or ' '
    return between.join([word.capitalize() for word in s.split(sep)])


# --- $name -----------------------------------------------------------------------------------------------------------

class Template:
    """Text with $name and ${name} in it; $$ is a dollar. Subclasses may set delimiter, idpattern and braceidpattern."""

    delimiter = '$'
    idpattern = '[_a-zA-Z][_a-zA-Z0-9]*'
    braceidpattern = None
    flags = re.IGNORECASE

    def __init__(self, template):
        self.template = template

    def _parts(self):
        """(text, None) and (text, name) in turn; the name is '' where a delimiter is followed by nothing that fits."""
        text, mark = self.template, self.delimiter
        bare = re.compile(self.idpattern, self.flags)
        braced = re.compile('{(' + (self.braceidpattern or self.idpattern) + ')}', self.flags)
        at = 0
        while (start := text.find(mark, at)) >= 0:
            yield text[at:start], None
            after = start + len(mark)
            if text.startswith(mark, after):
                at = after + len(mark)
                yield mark, None
            elif found := braced.match(text, after):
                at = found.end()
                yield text[start:at], found.group(1)
            elif found := bare.match(text, after):
                at = found.end()
                yield text[start:at], found.group()
            else:
                at = after
                yield mark, ''
        yield text[at:], None

    def _complain(self, before):
        row = before.count('\n') + 1
        column = len(before) - (before.rfind('\n') + 1) + 1
        raise ValueError(f'Invalid placeholder in string: line {row}, col {column}')

    def _fill(self, values, safe):
        out, seen = [], ''
        for text, name in self._parts():
            if name == '' and not safe:
                self._complain(seen)
            # $$ takes two characters of the template and one of the text; only the place of an error needs them all.
            seen += text * 2 if text == self.delimiter and name is None else text
            keep = not name or (safe and name not in values)
            out.append(text if keep else str(values[name]))
        return ''.join(out)

    @staticmethod
    def _values(mapping, kws):
        if not kws:
            return mapping
        from collections import ChainMap
        return ChainMap(kws, mapping)

    def substitute(self, mapping={}, /, **kws):
        """The text with every name filled in; KeyError when one is missing."""
        return self._fill(self._values(mapping, kws), safe=False)

    def safe_substitute(self, mapping={}, /, **kws):
        """The same; what is missing or wrong stays as it is."""
        return self._fill(self._values(mapping, kws), safe=True)

    def is_valid(self):
        return all(name != '' for _, name in self._parts())

    def get_identifiers(self):
        """The names, each once, in order."""
        return list(dict.fromkeys(name for _, name in self._parts() if name))


# --- {name} ----------------------------------------------------------------------------------------------------------

def _matching_brace(text, at):
    """The index of the brace that closes the field which begins at `at`."""
    depth, in_index = 1, False
    for i in range(at, len(text)):
        c = text[i]
        if in_index:
            in_index = c != ']'
        elif c == '[' and depth == 1:
            in_index = True
        else:
            depth += (c == '{') - (c == '}')
            if depth == 0:
                return i
    raise ValueError("expected '}' before end of string")


def _split_field(field):
    """name, conversion or None, format specification."""
    end, in_index = len(field), False
    for i, c in enumerate(field):
        if in_index:
            in_index = c != ']'
        elif c == '[':
            in_index = True
        elif c in '!:':
            end = i
            break
    name, rest = field[:end], field[end:]
    if not rest.startswith('!'):
        return name, None, rest[1:]
    if len(rest) < 2:
        raise ValueError('end of string while looking for conversion specifier')
    if len(rest) > 2 and rest[2] != ':':
        raise ValueError("expected ':' after conversion specifier")
    return name, rest[1], rest[3:]


def _steps(rest):
    """.attribute and [item], one after the other: (is_attribute, key)."""
    while rest:
        if rest[0] == '.':
            end = min(i for i in (rest.find('.', 1), rest.find('[', 1), len(rest)) if i > 0)
            key, rest = rest[1:end], rest[end:]
            is_attribute = True
        elif rest[0] == '[':
            end = rest.find(']')
            if end < 0:
                raise ValueError("Missing ']' in format string")
            key, rest = rest[1:end], rest[end + 1:]
            is_attribute = False
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if not key:
            raise ValueError('Empty attribute in format string')
        yield is_attribute, int(key) if not is_attribute and key.isdecimal() else key


class Formatter:
    """str.format() in parts that a subclass may replace."""

    _conversions = {None: lambda value: value, 's': str, 'r': repr, 'a': ascii}

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        text = self._expand(format_string, args, kwargs, used, 2, _Numbering())
        self.check_unused_args(used, args, kwargs)
        return text

    def _expand(self, format_string, args, kwargs, used, depth, numbering):
        if depth < 0:
            raise ValueError('Max string recursion exceeded')
        out = []
        for literal, name, spec, conversion in self.parse(format_string):
            out.append(literal)
            if name is None:
                continue
            value, key = self.get_field(numbering.complete(name), args, kwargs)
            used.add(key)
            value = self.convert_field(value, conversion)
            out.append(self.format_field(value, self._expand(spec, args, kwargs, used, depth - 1, numbering)))
        return ''.join(out)

    def parse(self, format_string):
        """(text, field name, specification, conversion) in turn; the last three are None where no field follows."""
        literal, at, size = '', 0, len(format_string)
        while at < size:
            c = format_string[at]
            if c not in '{}':
                end = min((i for i in (format_string.find('{', at), format_string.find('}', at)) if i >= 0), default=size)
                literal += format_string[at:end]
                at = end
            elif format_string[at + 1:at + 2] == c:
                yield literal + c, None, None, None
                literal, at = '', at + 2
            elif c == '}':
                raise ValueError("Single '}' encountered in format string")
            elif at + 1 == size:
                raise ValueError("Single '{' encountered in format string")
            else:
                end = _matching_brace(format_string, at + 1)
                name, conversion, spec = _split_field(format_string[at + 1:end])
                yield literal, name, spec, conversion
                literal, at = '', end + 1
        if literal:
            yield literal, None, None, None

    def get_field(self, field_name, args, kwargs):
        """The value, and the key under which its first part was looked up."""
        end = min(i for i in (field_name.find('.'), field_name.find('['), len(field_name)) if i >= 0)
        first = field_name[:end]
        key = int(first) if first.isdecimal() else first
        value = self.get_value(key, args, kwargs)
        for is_attribute, step in _steps(field_name[end:]):
            value = getattr(value, step) if is_attribute else value[step]
        return value, key

    def get_value(self, key, args, kwargs):
        return (args if isinstance(key, int) else kwargs)[key]

    def check_unused_args(self, used_args, args, kwargs):
        """For subclasses that mind."""

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion not in self._conversions:
            raise ValueError(f'Unknown conversion specifier {conversion!s}')
        return self._conversions[conversion](value)


class _Numbering:
    """Gives {} its number, and minds that a text does not mix {} with {0}."""

    def __init__(self):
        self.next = 0
        self.manual = False

    def complete(self, name):
        first = name[:1]
        if name == '' or first in '.[':
            if self.manual:
                raise ValueError('cannot switch from manual field specification to automatic field numbering')
            self.next += 1
            return f'{self.next - 1}{name}'
        if first.isdecimal():
            if self.next:
                raise ValueError('cannot switch from manual field specification to automatic field numbering')
            self.manual = True
        return name
