# Processes share nothing but what they are given: each has its own globals, and loads the program again.
import multiprocessing
import sys

counter = 0
items = ['from the program']


def change(queue, given):
    global counter
    counter += 1
    items.append('from the child')
    given.append('changed')
    queue.put((counter, items, given, __name__, sys.modules['__main__'].__name__))


class Answer:
    def __init__(self, value):
        self.value = value


def answer(queue):
    queue.put(Answer(42))


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    counter = 10
    queue = multiprocessing.SimpleQueue()
    given = ['given']
    for _ in range(2):
        p = multiprocessing.Process(target=change, args=(queue, given))
        p.start()
        print(queue.get())
        p.join()
    print(counter, items, given)
    p = multiprocessing.Process(target=answer, args=(queue,))
    p.start()
    back = queue.get()
    print(type(back) is Answer, back.value)
    p.join()
    p = multiprocessing.Process(target=lambda: None)
    try:
        p.start()
    except Exception as error:
        print('lambda' in str(error))

# expect: (1, ['from the program', 'from the child'], ['given', 'changed'], '__mp_main__', '__mp_main__')
# expect: (1, ['from the program', 'from the child'], ['given', 'changed'], '__mp_main__', '__mp_main__')
# expect: 10 ['from the program'] ['given']
# expect: True 42
# expect: True
