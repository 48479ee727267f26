"""loop.set_debug() switches debug mode on and off, before and within a run."""
import asyncio
import logging
import time


class Collect(logging.Handler):
    def emit(self, record):
        print(record.levelname, record.getMessage().partition(" took ")[0].split(" ")[0], "took" in record.getMessage())


logging.getLogger("asyncio").addHandler(Collect())
logging.getLogger("asyncio").propagate = False


async def main():
    loop = asyncio.get_running_loop()
    print("debug", loop.get_debug(), "slow from", loop.slow_callback_duration)
    await asyncio.sleep(0)
    time.sleep(0.15)
    await asyncio.sleep(0)


loop = asyncio.new_event_loop()
loop.set_debug(True)
loop.slow_callback_duration = 0.2
loop.run_until_complete(main())
loop.slow_callback_duration = 0.1
loop.run_until_complete(main())
loop.set_debug(False)
loop.run_until_complete(main())
loop.close()

# expect: debug True slow from 0.2
# expect: debug True slow from 0.1
# expect: WARNING Executing True
# expect: debug False slow from 0.1
