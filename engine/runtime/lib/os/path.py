"""Paths as text; nothing is looked up."""

sep = '/'
curdir = '.'
pardir = '..'
extsep = '.'
pathsep = ':'


def join(a, *p):
    path = a
    for part in p:
        if part.startswith('/') or not path:
            path = part
        elif path.endswith('/'):
            path += part
        else:
            path += '/' + part
    return path


def split(p):
    i = p.rfind('/') + 1
    head, tail = p[:i], p[i:]
    if head and head != '/' * len(head):
        head = head.rstrip('/')
    return head, tail


def splitext(p):
    dot = p.rfind('.')
    slash = p.rfind('/')
    if dot > slash and p[slash + 1:dot].strip('.'):
        return p[:dot], p[dot:]
    return p, ''


def splitdrive(p):
    return '', p


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def isabs(s):
    return s.startswith('/')


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
    i = 0
    while i < len(a) and i < len(b) and a[i] == b[i]:
        i += 1
    return '/'.join(['..'] * (len(a) - i) + b[i:]) or '.'


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
