class Ready:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        got = yield self.v
        return ("sent", got)


async def one():
    return await Ready("pause")


async def two():
    try:
        return await one()
    finally:
        print("two finally")


c = two()
print(c.send(None))
try:
    c.send("resume")
except StopIteration as e:
    print(e.value)
c = two()
c.send(None)
try:
    c.throw(ValueError("thrown in"))
except ValueError as e:
    print(e)


class Bad:
    def __await__(self):
        return 5


async def bad(x):
    await x


for x in [Bad(), 5, [1], None]:
    try:
        bad(x).send(None)
    except TypeError as e:
        print(e)

# expect: pause
# expect: two finally
# expect: ('sent', 'resume')
# expect: two finally
# expect: thrown in
# expect: __await__() returned non-iterator of type 'int'
# expect: object int can't be used in 'await' expression
# expect: object list can't be used in 'await' expression
# expect: object NoneType can't be used in 'await' expression
