# selectors: registration, readiness, timeouts, errors. The four kinds agree.
import os
import selectors
import time

print(issubclass(selectors.DefaultSelector, selectors.BaseSelector), selectors.DefaultSelector.__name__)  # expect: True EpollSelector
for kind in (selectors.EpollSelector, selectors.PollSelector, selectors.SelectSelector):
    selector = kind()
    r, w = os.pipe()
    key = selector.register(r, selectors.EVENT_READ, "data")
    print(key.fileobj == r, key.fd == r, key.events, key.data)
    selector.register(w, selectors.EVENT_WRITE)
    print(len(selector.get_map()), selector.get_key(r) is key, r in selector.get_map())
    print([(k.fd == w, mask) for k, mask in selector.select(0)])
    selector.unregister(w)
    begun = time.monotonic()
    print(selector.select(0.05), time.monotonic() - begun >= 0.05)
    os.write(w, b"x")
    print([(k.data, mask) for k, mask in selector.select()])
    print(selector.modify(r, selectors.EVENT_READ, "other").data, selector.select(-1)[0][0].data)
    os.read(r, 1)
    print(selector.select(0))
    os.close(w)
    print([mask for _, mask in selector.select()])
    for wrong in (lambda: selector.register(r, 1), lambda: selector.register(99, 0), lambda: selector.unregister(98),
                  lambda: selector.register("x", 1), lambda: selector.get_key(97), lambda: selector.register(-1, 1)):
        try:
            wrong()
        except (KeyError, ValueError) as error:
            print(type(error).__name__, error.args[0].replace(str(r), "R"))
    selector.close()
    os.close(r)
    try:
        selector.get_key(r)
    except RuntimeError as error:
        print(error)
# expect: True True 1 data
# expect: 2 True True
# expect: [(True, 2)]
# expect: [] True
# expect: [('data', 1)]
# expect: other other
# expect: []
# expect: [1]
# expect: KeyError R (FD R) is already registered
# expect: ValueError Invalid events: 0
# expect: KeyError 98 is not registered
# expect: ValueError Invalid file object: 'x'
# expect: KeyError 97 is not registered
# expect: ValueError Invalid file descriptor: -1
# expect: Selector is closed
# expect: True True 1 data
# expect: 2 True True
# expect: [(True, 2)]
# expect: [] True
# expect: [('data', 1)]
# expect: other other
# expect: []
# expect: [1]
# expect: KeyError R (FD R) is already registered
# expect: ValueError Invalid events: 0
# expect: KeyError 98 is not registered
# expect: ValueError Invalid file object: 'x'
# expect: KeyError 97 is not registered
# expect: ValueError Invalid file descriptor: -1
# expect: Selector is closed
# expect: True True 1 data
# expect: 2 True True
# expect: [(True, 2)]
# expect: [] True
# expect: [('data', 1)]
# expect: other other
# expect: []
# expect: [1]
# expect: KeyError R (FD R) is already registered
# expect: ValueError Invalid events: 0
# expect: KeyError 98 is not registered
# expect: ValueError Invalid file object: 'x'
# expect: KeyError 97 is not registered
# expect: ValueError Invalid file descriptor: -1
# expect: Selector is closed
