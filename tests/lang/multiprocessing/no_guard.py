# A program that starts a process while it is being loaded as one: an error in the child, never a fork bomb.
# stderr: any
import multiprocessing


def work():
    print('never printed')


if multiprocessing.current_process().name == 'MainProcess':
    multiprocessing.set_start_method('spawn')
p = multiprocessing.Process(target=work)
p.start()
p.join()
print(p.exitcode)

# expect: 1
