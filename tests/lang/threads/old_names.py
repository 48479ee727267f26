"""Names that threading once had still work, and say what to use instead."""
import threading
import warnings

t, c, e = threading.Thread(name='t'), threading.Condition(), threading.Event()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    print(t.getName(), t.setName('u'), t.isDaemon(), t.setDaemon(True), e.isSet(), threading.activeCount())
    with c:
        c.notifyAll()
    print(threading.currentThread() is threading.main_thread(), t.name, t.daemon)
for w in caught:
    print(w.category.__name__, w.message)

# expect: t None False None False 1
# expect: True u True
# expect: DeprecationWarning getName() is deprecated, get the name attribute instead
# expect: DeprecationWarning setName() is deprecated, set the name attribute instead
# expect: DeprecationWarning isDaemon() is deprecated, get the daemon attribute instead
# expect: DeprecationWarning setDaemon() is deprecated, set the daemon attribute instead
# expect: DeprecationWarning isSet() is deprecated, use is_set() instead
# expect: DeprecationWarning activeCount() is deprecated, use active_count() instead
# expect: DeprecationWarning notifyAll() is deprecated, use notify_all() instead
# expect: DeprecationWarning currentThread() is deprecated, use current_thread() instead
