import asyncio
loop = asyncio.new_event_loop()
print(loop.is_running(), loop.is_closed(), loop.get_debug())
print(loop.run_until_complete(asyncio.sleep(0, "r")))
loop.call_soon(loop.stop); loop.run_forever(); print("stopped")
t = loop.time(); loop.run_until_complete(asyncio.sleep(0.02)); print(loop.time() - t >= 0.02)
seen = []
loop.set_exception_handler(lambda l, ctx: seen.append((ctx["message"].split("(")[0], repr(ctx["exception"]))))
def boom(): raise ValueError("cb")
loop.call_soon(boom); loop.run_until_complete(asyncio.sleep(0)); print(seen)
loop.close(); print(loop.is_closed())
try:
    loop.call_soon(print)
except RuntimeError as e:
    print(e)
h = None
async def main():
    loop = asyncio.get_running_loop()
    h = loop.call_later(1, print); print(h.when() > loop.time(), h.cancelled()); h.cancel(); print(h.cancelled())
asyncio.run(main())

# expect: False False False
# expect: r
# expect: stopped
# expect: True
# expect: [('Exception in callback boom', "ValueError('cb')")]
# expect: True
# expect: Event loop is closed
# expect: True False
# expect: True
