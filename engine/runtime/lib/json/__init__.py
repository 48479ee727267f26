"""JSON: text from objects and objects from text."""

__all__ = ['dump', 'dumps', 'load', 'loads', 'JSONDecoder', 'JSONDecodeError', 'JSONEncoder']

_ESCAPES = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f', '\b': '\\b'}
_UNESCAPES = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}


class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        lineno = doc.count('\n', 0, pos) + 1
        colno = pos - doc.rfind('\n', 0, pos)
        ValueError.__init__(self, f'{msg}: line {lineno} column {colno} (char {pos})')
        vars(self).update(msg=msg, doc=doc, pos=pos, lineno=lineno, colno=colno)


_WORDS = (None, 'null'), (True, 'true'), (False, 'false')


def _word(value):
    return next((word for constant, word in _WORDS if value is constant), None)


def _string(s, ensure_ascii):
    out = ['"']
    for c in s:
        if c in _ESCAPES:
            out.append(_ESCAPES[c])
        elif c < ' ' or (ensure_ascii and c > '~'):
            code = ord(c)
            if code > 0xFFFF:
                code -= 0x10000
                out.append(f'\\u{0xD800 | code >> 10:04x}\\u{0xDC00 | code & 0x3FF:04x}')
            else:
                out.append(f'\\u{code:04x}')
        else:
            out.append(c)
    out.append('"')
    return ''.join(out)


class JSONEncoder:
    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
                 separators=None, default=None):
        vars(self).update(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
                          sort_keys=sort_keys)
        self.indent = ' ' * indent if isinstance(indent, int) and not isinstance(indent, bool) else indent
        if separators is not None or indent is not None:
            self.item_separator, self.key_separator = separators if separators is not None else (',', self.key_separator)
        if default is not None:
            vars(self)['default'] = default

    def default(self, o):
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        return ''.join(self.iterencode(o))

    def iterencode(self, o, _one_shot=False):
        return self._value(o, 0, set())

    def _float(self, o):
        if o != o:
            text = 'NaN'
        elif o == float('inf'):
            text = 'Infinity'
        elif o == -float('inf'):
            text = '-Infinity'
        else:
            return float.__repr__(o)
        if not self.allow_nan:
            raise ValueError(f'Out of range float values are not JSON compliant: {o!r}')
        return text

    def _key(self, key):
        if isinstance(key, str):
            return key
        if key is None or isinstance(key, int):
            return _word(key) or int.__repr__(key)
        if isinstance(key, float):
            return self._float(key)
        if self.skipkeys:
            return None
        raise TypeError(f'keys must be str, int, float, bool or None, not {key.__class__.__name__}')

    def _value(self, o, level, open_ids):
        if isinstance(o, str):
            yield _string(o, self.ensure_ascii)
        elif o is None or isinstance(o, int):
            yield _word(o) or int.__repr__(o)
        elif isinstance(o, float):
            yield self._float(o)
        else:
            if self.check_circular:
                if id(o) in open_ids:
                    raise ValueError('Circular reference detected')
                open_ids.add(id(o))
            if isinstance(o, (list, tuple)):
                yield from self._items('[', ']', ((None, item) for item in o), level, open_ids)
            elif isinstance(o, dict):
                pairs = sorted(o.items()) if self.sort_keys else o.items()
                yield from self._items('{', '}', ((self._key(k), v) for k, v in pairs), level, open_ids, True)
            else:
                yield from self._value(self.default(o), level, open_ids)
            open_ids.discard(id(o))

    def _items(self, left, right, pairs, level, open_ids, keyed=False):
        yield left
        first = True
        for key, value in pairs:
            if keyed and key is None:
                continue
            if not first:
                yield self.item_separator
            if self.indent is not None:
                yield '\n' + self.indent * (level + 1)
            first = False
            if keyed:
                yield _string(key, self.ensure_ascii) + self.key_separator
            yield from self._value(value, level + 1, open_ids)
        if self.indent is not None and not first:
            yield '\n' + self.indent * level
        yield right


class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or {'NaN': float('nan'), 'Infinity': float('inf'), '-Infinity': -float('inf')}.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        value, end = self.raw_decode(s, self._space(s, 0))
        end = self._space(s, end)
        if end != len(s):
            raise JSONDecodeError('Extra data', s, end)
        return value

    def raw_decode(self, s, idx=0):
        return self._value(s, idx)

    @staticmethod
    def _space(s, i):
        while i < len(s) and s[i] in ' \t\n\r':
            i += 1
        return i

    def _value(self, s, i):
        c = s[i:i + 1]
        if c == '"':
            return self._text(s, i + 1)
        if c == '{':
            return self._object(s, i + 1)
        if c == '[':
            return self._array(s, i + 1)
        for value, word in _WORDS:
            if s.startswith(word, i):
                return value, i + len(word)
        for word in ('NaN', 'Infinity', '-Infinity'):
            if s.startswith(word, i):
                return self.parse_constant(word), i + len(word)
        return self._number(s, i)

    def _number(self, s, i):
        start = i
        if s[i:i + 1] == '-':
            i += 1
        digits = i
        while s[i:i + 1].isdecimal() and s[i].isascii():
            i += 1
        if i == digits:
            raise JSONDecodeError('Expecting value', s, start)
        if s[digits] == '0':
            i = digits + 1
        is_float = False
        if s[i:i + 1] == '.' and s[i + 1:i + 2].isdecimal():
            is_float = True
            i += 1
            while s[i:i + 1].isdecimal():
                i += 1
        if s[i:i + 1] in ('e', 'E') and s[i:i + 1]:
            j = i + 1
            if s[j:j + 1] in ('+', '-') and s[j:j + 1]:
                j += 1
            if s[j:j + 1].isdecimal():
                is_float = True
                while s[j:j + 1].isdecimal():
                    j += 1
                i = j
        return (self.parse_float if is_float else self.parse_int)(s[start:i]), i

    def _text(self, s, i):
        begin = i - 1
        out = []
        while True:
            start = i
            while i < len(s) and s[i] not in '"\\' and (s[i] >= ' ' or not self.strict):
                i += 1
            out.append(s[start:i])
            if i >= len(s):
                raise JSONDecodeError('Unterminated string starting at', s, begin)
            c = s[i]
            if c == '"':
                return ''.join(out), i + 1
            if c != '\\':
                raise JSONDecodeError(f'Invalid control character {c!r} at', s, i)
            escape = s[i + 1:i + 2]
            if not escape:
                raise JSONDecodeError('Unterminated string starting at', s, begin)
            if escape == 'u':
                code = self._hex(s, i + 2)
                i += 6
                if 0xD800 <= code <= 0xDBFF and s.startswith('\\u', i):
                    low = self._hex(s, i + 2)
                    if 0xDC00 <= low <= 0xDFFF:
                        code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00))
                        i += 6
                out.append(chr(code))
            elif escape in _UNESCAPES:
                out.append(_UNESCAPES[escape])
                i += 2
            else:
                raise JSONDecodeError(f'Invalid \\escape: {escape!r}', s, i)

    @staticmethod
    def _hex(s, i):
        digits = s[i:i + 4]
        if len(digits) == 4 and all(c in '0123456789abcdefABCDEF' for c in digits):
            return int(digits, 16)
        raise JSONDecodeError('Invalid \\uXXXX escape', s, i - 1)

    def _object(self, s, i):
        pairs = []
        i = self._space(s, i)
        if s[i:i + 1] == '}':
            i += 1
        else:
            while True:
                if s[i:i + 1] != '"':
                    raise JSONDecodeError('Expecting property name enclosed in double quotes', s, i)
                key, i = self._text(s, i + 1)
                i = self._space(s, i)
                if s[i:i + 1] != ':':
                    raise JSONDecodeError("Expecting ':' delimiter", s, i)
                value, i = self._value(s, self._space(s, i + 1))
                pairs.append((key, value))
                i = self._space(s, i)
                if s[i:i + 1] == '}':
                    i += 1
                    break
                if s[i:i + 1] != ',':
                    raise JSONDecodeError("Expecting ',' delimiter", s, i)
                comma = i
                i = self._space(s, i + 1)
                if s[i:i + 1] == '}':
                    raise JSONDecodeError('Illegal trailing comma before end of object', s, comma)
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs), i
        found = dict(pairs)
        return (found if self.object_hook is None else self.object_hook(found)), i

    def _array(self, s, i):
        found = []
        i = self._space(s, i)
        if s[i:i + 1] == ']':
            return found, i + 1
        while True:
            value, i = self._value(s, i)
            found.append(value)
            i = self._space(s, i)
            if s[i:i + 1] == ']':
                return found, i + 1
            if s[i:i + 1] != ',':
                raise JSONDecodeError("Expecting ',' delimiter", s, i)
            comma = i
            i = self._space(s, i + 1)
            if s[i:i + 1] == ']':
                raise JSONDecodeError('Illegal trailing comma before end of array', s, comma)


def dumps(obj, *, cls=None, **kw):
    return (cls or JSONEncoder)(**kw).encode(obj)


def dump(obj, fp, *, cls=None, **kw):
    for chunk in (cls or JSONEncoder)(**kw).iterencode(obj):
        fp.write(chunk)


def loads(s, *, cls=None, **kw):
    if isinstance(s, (bytes, bytearray)):
        s = s.decode('utf-8')
    elif not isinstance(s, str):
        raise TypeError(f'the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}')
    if s.startswith('\ufeff'):
        raise JSONDecodeError('Unexpected UTF-8 BOM (decode using utf-8-sig)', s, 0)
    return (cls or JSONDecoder)(**kw).decode(s)


def load(fp, *, cls=None, **kw):
    return loads(fp.read(), cls=cls, **kw)
