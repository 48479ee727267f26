"""-X dev switches debug mode on; asyncio.run(debug=False) still wins."""
# options: -X dev
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


asyncio.run(main())
asyncio.run(main(), debug=False)

# expect: debug True slow from 0.1
# expect: WARNING Executing True
# expect: debug False slow from 0.1
