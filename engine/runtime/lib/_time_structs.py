"""What the time module returns."""


class struct_time(tuple):
    __slots__ = ()
    _names = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst')
    __module__ = 'time'

    def __getattr__(self, name):
        if name in struct_time._names:
            return self[struct_time._names.index(name)]
        if name == 'tm_zone':
            return 'UTC'
        if name == 'tm_gmtoff':
            return 0
        raise AttributeError(f"'time.struct_time' object has no attribute '{name}'", name=name, obj=self)

    def __repr__(self):
        return 'time.struct_time(' + ', '.join(f'{n}={v!r}' for n, v in zip(self._names, self)) + ')'


class _ClockInfo:
    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __repr__(self):
        return 'namespace(' + ', '.join(f'{n}={v!r}' for n, v in self.__dict__.items()) + ')'


def clock_info(name, resolution):
    if name not in ('monotonic', 'perf_counter', 'process_time', 'thread_time', 'time'):
        raise ValueError('unknown clock')
    return _ClockInfo(implementation='loopscope', monotonic=name != 'time', adjustable=name == 'time', resolution=resolution)
