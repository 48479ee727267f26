try:
    {}["missing"]
except KeyError as e:
    raise RuntimeError("no such key") from e

# expect-error: RuntimeError: no such key
