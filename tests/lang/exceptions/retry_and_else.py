def attempts():
    n = 0
    while True:
        try:
            n += 1
            if n < 3:
                raise OSError(n, "busy")
        except OSError as e:
            print("retry", e, e.errno, e.strerror)
        else:
            return n
        finally:
            print("attempt", n)


print(attempts())

# expect: retry [Errno 1] busy 1 busy
# expect: attempt 1
# expect: retry [Errno 2] busy 2 busy
# expect: attempt 2
# expect: attempt 3
# expect: 3
