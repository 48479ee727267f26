"""Paths as text; nothing is looked up."""

sep, pathsep = '/', ':'
curdir, pardir, extsep = '.', '..', '.'


def join(a, *p):
    # What stands before the last absolute part does not count.
    parts = [a, *p]
    while any(part.startswith(sep) for part in parts[1:]):
        del parts[0]
    joined = parts[0]
    for part in parts[1:]:
        joined += part if not joined or joined.endswith(sep) else sep + part
    return joined


def split(p):
    folder, slash, name = p.rpartition(sep)
    return folder.rstrip(sep) or (folder + slash), name


def splitext(p):
    name = split(p)[1]
    stem, dot, _ = name.rpartition('.')
    size = len(name) - len(stem) if dot and stem.strip('.') else 0
    return p[:len(p) - size], p[len(p) - size:]


def splitdrive(p):
    return p[:0], p


def basename(p):
    return p.rpartition(sep)[2]


def dirname(p):
    return split(p)[0]


def isabs(s):
    return s[:1] == sep


def normpath(path):
    if not path:
        return '.'
    slashes = 2 if path.startswith('//') and not path.startswith('///') else 1 if path.startswith('/') else 0
    parts = []
    for part in path.split('/'):
        if part in ('', '.'):
            continue
        if part != '..' or (not slashes and not parts) or (parts and parts[-1] == '..'):
            parts.append(part)
        elif parts:
            parts.pop()
    return '/' * slashes + '/'.join(parts) or '.'


def abspath(path):
    return normpath(path if isabs(path) else join('/loopscope/home', path))


realpath = abspath


def relpath(path, start='.'):
    a = [p for p in abspath(start).split('/') if p]
    b = [p for p in abspath(path).split('/') if p]
    common = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return '/'.join(['..'] * (len(a) - common) + b[common:]) or '.'


def normcase(s):
    return s


def commonprefix(m):
    if not m:
        return ''
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def expanduser(path):
    return path


expandvars = expanduser


def exists(path):
    return False


isfile = isdir = islink = lexists = exists
