"""Regular expressions: a backtracking matcher over a parsed pattern."""

__all__ = ['match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall', 'finditer', 'compile', 'purge', 'escape', 'error',
           'Pattern', 'Match', 'A', 'I', 'L', 'M', 'S', 'X', 'U', 'ASCII', 'IGNORECASE', 'LOCALE', 'MULTILINE', 'DOTALL',
           'VERBOSE', 'UNICODE', 'NOFLAG', 'RegexFlag', 'PatternError']

NOFLAG = 0
I = IGNORECASE = 2
L = LOCALE = 4
M = MULTILINE = 8
S = DOTALL = 16
U = UNICODE = 32
X = VERBOSE = 64
A = ASCII = 256
RegexFlag = int
_MAX = 1 << 30


class PatternError(Exception):
    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        super().__init__(msg if pos is None else f'{msg} at position {pos}')


error = PatternError


def _is_word(c):
    return c == '_' or c.isalnum()


_CLASSES = {
    'd': str.isdecimal, 'D': lambda c: not c.isdecimal(), 's': str.isspace, 'S': lambda c: not c.isspace(),
    'w': _is_word, 'W': lambda c: not _is_word(c),
}
_ESCAPES = {'n': '\n', 't': '\t', 'r': '\r', 'f': '\f', 'v': '\v', 'a': '\a', '0': '\0'}


class _Parser:
    """Pattern text to a tree of matchers. A node is a function (text, position, groups, next) -> end or -1."""

    def __init__(self, pattern, flags):
        self.pattern = pattern
        self.flags = flags
        self.i = 0
        self.groups = 0
        self.names = {}

    def fail(self, message, at=None):
        raise PatternError(message, self.pattern, self.i if at is None else at)

    def peek(self):
        return self.pattern[self.i:self.i + 1]

    def take(self):
        c = self.pattern[self.i:self.i + 1]
        self.i += 1
        return c

    def parse(self):
        node = self.alternatives()
        if self.i < len(self.pattern):
            self.fail('unbalanced parenthesis')
        return node

    def alternatives(self):
        branches = [self.sequence()]
        while self.peek() == '|':
            self.i += 1
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else _alternatives(branches)

    def sequence(self):
        items = []
        while self.i < len(self.pattern) and self.peek() not in '|)':
            if self.flags & VERBOSE:
                if self.peek().isspace():
                    self.i += 1
                    continue
                if self.peek() == '#':
                    while self.i < len(self.pattern) and self.take() != '\n':
                        pass
                    continue
            start = self.i
            before = self.groups
            item = self.atom()
            if item is None:
                continue
            item = self.quantified(item, start, range(before + 1, self.groups + 1))
            items.append(item)
        return _sequence(items)

    def quantified(self, item, start, inside):
        while True:
            c = self.peek()
            at = self.i
            if c == '*':
                low, high = 0, _MAX
                self.i += 1
            elif c == '+':
                low, high = 1, _MAX
                self.i += 1
            elif c == '?':
                low, high = 0, 1
                self.i += 1
            elif c == '{' and (bounds := self.bounds()) is not None:
                low, high = bounds
            else:
                return item
            if item in (_begin, _end) or getattr(item, 'quantified', False):
                self.fail('multiple repeat' if getattr(item, 'quantified', False) else 'nothing to repeat', at)
            lazy = possessive = False
            if self.peek() == '?':
                lazy = True
                self.i += 1
            elif self.peek() == '+':
                possessive = True
                self.i += 1
            item = _repeat(item, low, high, lazy)
            if possessive:
                item = _atomic(item)
            item.quantified = True

    def bounds(self):
        end = self.pattern.find('}', self.i)
        if end < 0:
            return None
        low, comma, high = self.pattern[self.i + 1:end].partition(',')
        if not (low.isdecimal() or (comma and not low)) or (high and not high.isdecimal()) or not (low or high):
            return None
        at = self.i
        self.i = end + 1
        minimum = int(low or 0)
        maximum = (int(high) if high else _MAX) if comma else minimum
        if maximum < minimum:
            self.fail('min repeat greater than max repeat', at + 1)
        return minimum, maximum

    def atom(self):
        c = self.take()
        if c == '.':
            if self.flags & DOTALL:
                return _one(lambda c: True)
            return _one(lambda c: c != '\n')
        if c == '^':
            return _line_begin if self.flags & MULTILINE else _begin
        if c == '$':
            return _line_end if self.flags & MULTILINE else _end
        if c == '(':
            return self.group()
        if c == '[':
            return _one(self.charset())
        if c == '\\':
            return self.escape()
        if c in '*+?':
            self.fail('nothing to repeat', self.i - 1)
        return self.literal(c)

    def literal(self, c):
        if self.flags & IGNORECASE:
            low = c.lower()
            return _one(lambda other: other.lower() == low)
        return _one(lambda other: other == c)

    def group(self):
        start = self.i - 1
        name = None
        if self.peek() == '?':
            self.i += 1
            c = self.take()
            if c == ':':
                return self.close(self.alternatives(), start)
            if c == '=' or c == '!':
                return _look(self.close(self.alternatives(), start), c == '=')
            if c == '>':
                return _atomic(self.close(self.alternatives(), start))
            if c == '#':
                while self.peek() and self.peek() != ')':
                    self.i += 1
                self.close(None, start)
                return None
            if c == '<' and self.peek() in ('=', '!') and self.peek():
                positive = self.take() == '='
                return _look_behind(self.close(self.alternatives(), start), positive)
            if c == 'P' and self.peek() == '=':
                end = self.pattern.find(')', self.i)
                name = self.pattern[self.i + 1:end]
                if name not in self.names:
                    self.fail(f'unknown group name {name!r}', self.i + 1)
                self.i = end + 1
                return _backreference(self.names[name], self.flags & IGNORECASE)
            if c == 'P' and self.peek() == '<':
                self.i += 1
                end = self.pattern.find('>', self.i)
                if end < 0:
                    self.fail('missing >, unterminated name')
                name = self.pattern[self.i:end]
                if not name.isidentifier():
                    self.fail(f'bad character in group name {name!r}')
                if name in self.names:
                    self.fail(f'redefinition of group name {name!r} as group {self.groups + 1}; was group {self.names[name]}')
                self.i = end + 1
            elif c and (c in 'aiLmsux' or c == '-'):
                return self.inline_flags(c, start)
            else:
                self.fail(f'unknown extension ?{c}', start + 1)
        self.groups += 1
        index = self.groups
        if name is not None:
            self.names[name] = index
        return _capture(self.close(self.alternatives(), start), index)

    def inline_flags(self, c, start):
        table = {'a': ASCII, 'i': IGNORECASE, 'L': LOCALE, 'm': MULTILINE, 's': DOTALL, 'u': UNICODE, 'x': VERBOSE}
        on = off = 0
        removing = False
        while c and c not in ':)':
            if c == '-':
                removing = True
            elif c not in table:
                self.fail('unknown flag')
            elif removing:
                off |= table[c]
            else:
                on |= table[c]
            c = self.take()
        if c == ')':
            if start != 0:
                self.fail('global flags not at the start of the expression', start)
            self.flags |= on
            return None
        kept = self.flags
        self.flags = (self.flags | on) & ~off
        node = self.close(self.alternatives(), start)
        self.flags = kept
        return node

    def close(self, node, start):
        if self.take() != ')':
            self.fail('missing ), unterminated subpattern', start)
        return node

    def escape(self):
        c = self.take()
        if not c:
            self.fail('bad escape (end of pattern)', self.i - 2)
        if c in _CLASSES:
            return _one(_CLASSES[c])
        if c == 'b':
            return _boundary(True)
        if c == 'B':
            return _boundary(False)
        if c == 'A':
            return _begin
        if c == 'Z':
            return _very_end
        if c.isdecimal() and c != '0':
            number = c
            if self.peek().isdecimal():
                number += self.take()
            if int(number) > self.groups:
                self.fail(f'invalid group reference {number}', self.i - len(number))
            return _backreference(int(number), self.flags & IGNORECASE)
        return self.literal(self.escaped(c))

    def escaped(self, c):
        if c in _ESCAPES:
            return _ESCAPES[c]
        if c in 'xuU':
            size = {'x': 2, 'u': 4, 'U': 8}[c]
            digits = self.pattern[self.i:self.i + size]
            self.i += size
            try:
                return chr(int(digits, 16))
            except ValueError:
                self.fail(f'incomplete escape \\{c}{digits}')
        if c.isascii() and c.isalpha():
            self.fail(f'bad escape \\{c}', self.i - 2)
        return c

    def charset(self):
        start = self.i - 1
        negate = self.peek() == '^'
        if negate:
            self.i += 1
        singles = set()
        ranges = []
        tests = []
        first = True
        while True:
            c = self.take()
            if not c:
                self.fail('unterminated character set', start)
            if c == ']' and not first:
                break
            first = False
            if c == '\\':
                c = self.take()
                if c in _CLASSES:
                    tests.append(_CLASSES[c])
                    continue
                c = '\b' if c == 'b' else self.escaped(c)
            if self.peek() == '-' and self.pattern[self.i + 1:self.i + 2] not in (']', ''):
                self.i += 1
                high = self.take()
                if high == '\\':
                    high = self.escaped(self.take())
                if high < c:
                    self.fail(f'bad character range {c}-{high}', self.i - 3)
                ranges.append((c, high))
            else:
                singles.add(c)
        ignore = self.flags & IGNORECASE
        if ignore:
            singles |= {c.lower() for c in singles} | {c.upper() for c in singles}

        def inside(c):
            if c in singles or any(low <= c <= high for low, high in ranges) or any(test(c) for test in tests):
                return True
            if ignore:
                return any(low <= c.lower() <= high or low <= c.upper() <= high for low, high in ranges)
            return False
        return (lambda c: not inside(c)) if negate else inside


def _one(test):
    def run(text, i, groups, then):
        if i < len(text) and test(text[i]):
            return then(i + 1)
        return -1
    run.test = test
    return run


def _sequence(items):
    if not items:
        return lambda text, i, groups, then: then(i)
    if len(items) == 1:
        return items[0]

    def run(text, i, groups, then):
        def step(k, i):
            if k == len(items):
                return then(i)
            test = getattr(items[k], 'test', None)
            while test is not None:  # plain characters need no nesting
                if i >= len(text) or not test(text[i]):
                    return -1
                i += 1
                k += 1
                if k == len(items):
                    return then(i)
                test = getattr(items[k], 'test', None)
            return items[k](text, i, groups, lambda j: step(k + 1, j))
        return step(0, i)
    return run


def _alternatives(branches):
    def run(text, i, groups, then):
        for branch in branches:
            saved = groups[:]
            end = branch(text, i, groups, then)
            if end >= 0:
                return end
            groups[:] = saved
        return -1
    return run


def _repeat(item, low, high, lazy):
    test = getattr(item, 'test', None)
    if test is not None:
        def run(text, i, groups, then):
            if lazy:
                count = 0
                while True:
                    if count >= low:
                        end = then(i)
                        if end >= 0:
                            return end
                    if count >= high or i >= len(text) or not test(text[i]):
                        return -1
                    i += 1
                    count += 1
            start = i
            stop = min(len(text), i + high)
            while i < stop and test(text[i]):
                i += 1
            while i - start >= low:
                end = then(i)
                if end >= 0:
                    return end
                i -= 1
            return -1
        return run

    def run(text, i, groups, then):
        def more(i, count, last):
            def again():
                if count >= high or (i == last and count >= low):
                    return -1
                saved = groups[:]
                end = item(text, i, groups, lambda j: more(j, count + 1, i))
                if end < 0:
                    groups[:] = saved
                return end
            if count < low:
                return again()
            if lazy:
                end = then(i)
                return end if end >= 0 else again()
            end = again()
            return end if end >= 0 else then(i)
        return more(i, 0, -1)
    return run


def _capture(node, index):
    def run(text, i, groups, then):
        def done(j):
            saved = groups[index]
            groups[index] = (i, j)
            end = then(j)
            if end < 0:
                groups[index] = saved
            return end
        return node(text, i, groups, done)
    return run


def _backreference(index, ignore):
    def run(text, i, groups, then):
        span = groups[index]
        if span is None:
            return -1
        part = text[span[0]:span[1]]
        other = text[i:i + len(part)]
        if other == part or (ignore and other.lower() == part.lower()):
            return then(i + len(part))
        return -1
    return run


def _atomic(node):
    def run(text, i, groups, then):
        end = node(text, i, groups, lambda j: j)
        return then(end) if end >= 0 else -1
    return run


def _look(node, positive):
    def run(text, i, groups, then):
        found = node(text, i, groups, lambda j: j) >= 0
        return then(i) if found == positive else -1
    return run


def _look_behind(node, positive):
    def run(text, i, groups, then):
        found = any(node(text, start, groups, lambda j: j if j == i else -1) >= 0 for start in range(i, -1, -1))
        return then(i) if found == positive else -1
    return run


def _begin(text, i, groups, then):
    return then(i) if i == 0 else -1


def _very_end(text, i, groups, then):
    return then(i) if i == len(text) else -1


def _end(text, i, groups, then):
    return then(i) if i == len(text) or (i == len(text) - 1 and text[i] == '\n') else -1


def _line_begin(text, i, groups, then):
    return then(i) if i == 0 or text[i - 1] == '\n' else -1


def _line_end(text, i, groups, then):
    return then(i) if i == len(text) or text[i] == '\n' else -1


def _boundary(wanted):
    def run(text, i, groups, then):
        before = i > 0 and _is_word(text[i - 1])
        after = i < len(text) and _is_word(text[i])
        return then(i) if (before != after) == wanted else -1
    return run


class Match:
    def __init__(self, pattern, string, pos, endpos, groups):
        self.re = pattern
        self.string = string
        self.pos = pos
        self.endpos = endpos
        self._groups = groups

    def _index(self, group):
        if isinstance(group, str):
            if group in self.re.groupindex:
                return self.re.groupindex[group]
        elif isinstance(group, int) and 0 <= group <= self.re.groups:
            return group
        raise IndexError('no such group')

    def _text(self, group, default=None):
        span = self._groups[self._index(group)]
        return default if span is None else self.string[span[0]:span[1]]

    def group(self, *args):
        if not args:
            return self._text(0)
        if len(args) == 1:
            return self._text(args[0])
        return tuple(self._text(g) for g in args)

    def __getitem__(self, group):
        return self._text(group)

    def groups(self, default=None):
        return tuple(self._text(i, default) for i in range(1, self.re.groups + 1))

    def groupdict(self, default=None):
        return {name: self._text(i, default) for name, i in self.re.groupindex.items()}

    def span(self, group=0):
        return self._groups[self._index(group)] or (-1, -1)

    def start(self, group=0):
        return self.span(group)[0]

    def end(self, group=0):
        return self.span(group)[1]

    @property
    def lastindex(self):
        found = [(span[1], -i) for i, span in enumerate(self._groups) if i and span]
        return -max(found)[1] if found else None

    @property
    def lastgroup(self):
        index = self.lastindex
        return next((name for name, i in self.re.groupindex.items() if i == index), None)

    def expand(self, template):
        return _expand(template, self)

    def __bool__(self):
        return True

    def __repr__(self):
        return f'<re.Match object; span={self.span()!r}, match={self.group()!r}>'


def _expand(template, m):
    out = []
    i = 0
    while i < len(template):
        c = template[i]
        if c != '\\':
            out.append(c)
            i += 1
            continue
        c = template[i + 1:i + 2]
        if c == 'g' and template[i + 2:i + 3] == '<':
            end = template.find('>', i)
            if end < 0:
                raise PatternError('missing >, unterminated name', template, i + 3)
            name = template[i + 3:end]
            try:
                out.append(m._text(int(name) if name.isdecimal() else name, ''))
            except IndexError:
                raise IndexError(f'unknown group name {name!r}') from None
            i = end + 1
        elif c.isdecimal():
            number = c
            if template[i + 2:i + 3].isdecimal():
                number += template[i + 2]
            if int(number) > m.re.groups:
                raise PatternError(f'invalid group reference {number}', template, i + 1)
            out.append(m._text(int(number), ''))
            i += 1 + len(number)
        elif c in _ESCAPES:
            out.append(_ESCAPES[c])
            i += 2
        elif c == '\\':
            out.append('\\')
            i += 2
        elif c.isascii() and c.isalpha():
            raise PatternError(f'bad escape \\{c}', template, i)
        else:
            out.append('\\' + c)
            i += 2
    return ''.join(out)


class Pattern:
    def __init__(self, pattern, flags=0):
        if isinstance(pattern, (bytes, bytearray)):
            raise NotImplementedError('regular expressions over bytes are not supported by Loopscope; decode() the text first')
        if not isinstance(pattern, str):
            raise TypeError('first argument must be string or compiled pattern')
        parser = _Parser(pattern, flags)
        self._node = parser.parse()
        self.pattern = pattern
        self.flags = parser.flags | UNICODE
        self.groups = parser.groups
        self.groupindex = parser.names

    def _at(self, text, string, i, pos, full=False):
        groups = [None] * (self.groups + 1)
        end = self._node(text, i, groups, (lambda j: j if j == len(text) else -1) if full else (lambda j: j))
        if end < 0:
            return None
        groups[0] = (i, end)
        return Match(self, string, pos, len(text), groups)

    def _window(self, string, endpos):
        if not isinstance(string, str):
            raise TypeError(f'expected string or bytes-like object, got {type(string).__name__!r}')
        return string if endpos >= len(string) else string[:endpos]

    def match(self, string, pos=0, endpos=_MAX):
        return self._at(self._window(string, endpos), string, pos, pos)

    def fullmatch(self, string, pos=0, endpos=_MAX):
        return self._at(self._window(string, endpos), string, pos, pos, True)

    def search(self, string, pos=0, endpos=_MAX):
        text = self._window(string, endpos)
        for i in range(pos, len(text) + 1):
            found = self._at(text, string, i, pos)
            if found is not None:
                return found
        return None

    def finditer(self, string, pos=0, endpos=_MAX):
        text = self._window(string, endpos)
        i = pos
        while i <= len(text):
            found = None
            for start in range(i, len(text) + 1):
                found = self._at(text, string, start, pos)
                if found is not None:
                    break
            if found is None:
                return
            yield found
            i = found.end() if found.end() > found.start() else found.end() + 1

    def findall(self, string, pos=0, endpos=_MAX):
        found = []
        for m in self.finditer(string, pos, endpos):
            if self.groups == 0:
                found.append(m.group())
            elif self.groups == 1:
                found.append(m._text(1, ''))
            else:
                found.append(m.groups(''))
        return found

    def split(self, string, maxsplit=0):
        out = []
        last = 0
        for n, m in enumerate(self.finditer(string)):
            if maxsplit and n >= maxsplit:
                break
            out.append(string[last:m.start()])
            out.extend(m.groups())
            last = m.end()
        out.append(string[last:])
        return out

    def subn(self, repl, string, count=0):
        out = []
        last = n = 0
        for m in self.finditer(string):
            if count and n >= count:
                break
            out.append(string[last:m.start()])
            out.append(repl(m) if callable(repl) else _expand(repl, m))
            last = m.end()
            n += 1
        out.append(string[last:])
        return ''.join(out), n

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def __repr__(self):
        names = [name for name, flag in (('re.IGNORECASE', I), ('re.MULTILINE', M), ('re.DOTALL', S), ('re.VERBOSE', X),
                                         ('re.ASCII', A)) if self.flags & flag]
        return f"re.compile({self.pattern!r}{', ' + '|'.join(names) if names else ''})"

    def __eq__(self, other):
        return isinstance(other, Pattern) and (self.pattern, self.flags) == (other.pattern, other.flags)

    def __hash__(self):
        return hash((self.pattern, self.flags))


_cache = {}


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError('cannot process flags argument with a compiled pattern')
        return pattern
    key = (type(pattern), pattern, flags)
    found = _cache.get(key)
    if found is None:
        if len(_cache) > 500:
            _cache.clear()
        found = _cache[key] = Pattern(pattern, flags)
    return found


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def escape(pattern):
    return ''.join('\\' + c if c in '()[]{}?*+-|^$\\.&~# \t\n\r\v\f' else c for c in pattern)


def purge():
    _cache.clear()
