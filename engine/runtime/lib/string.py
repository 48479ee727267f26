"""Constants of text, and templates."""

ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
whitespace = ' \t\n\r\v\f'
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or ' ').join(word.capitalize() for word in s.split(sep))


class Template:
    """Text with $names in it."""

    delimiter = '$'

    def __init__(self, template):
        self.template = template

    def _fill(self, mapping, safe):
        text = self.template
        out = []
        i = 0
        while i < len(text):
            c = text[i]
            if c != self.delimiter:
                out.append(c)
                i += 1
                continue
            if text[i + 1:i + 2] == self.delimiter:
                out.append(c)
                i += 2
                continue
            braced = text[i + 1:i + 2] == '{'
            start = end = i + 2 if braced else i + 1
            while end < len(text) and (text[end] == '_' or (text[end].isascii() and text[end].isalnum())):
                end += 1
            name = text[start:end]
            ok = name and not name[0].isdigit() and (not braced or text[end:end + 1] == '}')
            if not ok:
                if not safe:
                    lines = text[:i].splitlines(keepends=True)
                    row = max(len(lines), 1)
                    column = i - len(''.join(lines[:-1])) + 1 if lines else 1
                    raise ValueError(f'Invalid placeholder in string: line {row}, col {column}')
                out.append(c)
                i += 1
                continue
            stop = end + 1 if braced else end
            if safe and name not in mapping:
                out.append(text[i:stop])
            else:
                out.append(str(mapping[name]))
            i = stop
        return ''.join(out)

    def substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, True)


class Formatter:
    """str.format() as an object."""

    def format(self, format_string, /, *args, **kwargs):
        return format_string.format(*args, **kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
