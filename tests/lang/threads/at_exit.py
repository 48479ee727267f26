"""The end of the program: pools and ordinary threads are waited for, daemons are not."""
import atexit
import concurrent.futures
import threading
import time


def work(name, seconds):
    time.sleep(seconds)
    print(name, 'done')


atexit.register(print, 'atexit')
threading.Thread(target=work, args=('daemon', 0.5), daemon=True).start()
threading.Thread(target=work, args=('thread', 0.1)).start()
pool = concurrent.futures.ThreadPoolExecutor(1)
pool.submit(work, 'first job', 0.02)
pool.submit(work, 'second job', 0.02)
print('end of main')

# expect: end of main
# expect: first job done
# expect: second job done
# expect: thread done
# expect: atexit
