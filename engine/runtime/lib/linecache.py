"""Lines of source files."""

import _traceback


def getlines(filename, module_globals=None):
    return _traceback.source(filename).splitlines(True)


def getline(filename, lineno, module_globals=None):
    line = _traceback.line(filename, lineno)
    return line + '\n' if line else ''


def checkcache(filename=None):
    pass


def clearcache():
    pass


def lazycache(filename, module_globals):
    return bool(_traceback.source(filename))
