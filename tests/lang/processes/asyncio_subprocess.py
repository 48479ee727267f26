# cpython: >=3.12
# asyncio.subprocess: output and status, streams, several at once, signals, errors, protocols.
import asyncio, re, sys, signal, time
from asyncio.subprocess import PIPE, STDOUT, DEVNULL

def hide(transport):
    return re.sub('(pid|fd)=\\d+', '\\1=N', str(transport))

async def main():
    p = await asyncio.create_subprocess_exec(sys.executable, '-c', 'print("hi"); import sys; sys.exit(3)', stdout=PIPE)
    print(type(p).__name__, p.returncode, p.stdin, p.stderr, p.pid > 0)
    print(await p.communicate(), p.returncode)
    p = await asyncio.create_subprocess_shell('echo out; echo err >&2; exit 2', stdout=PIPE, stderr=PIPE)
    print(await p.communicate(), p.returncode)
    p = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
    p.stdin.write(b'one\n')
    await p.stdin.drain()
    print(await p.stdout.readline())
    p.stdin.close()
    await p.stdin.wait_closed()
    print(await p.stdout.read(), await p.wait())
    t = time.monotonic()
    ps = [await asyncio.create_subprocess_shell(f'sleep 0.{n}; echo {n}', stdout=PIPE) for n in (3, 1, 2)]
    print(await asyncio.gather(*[q.communicate() for q in ps]), 0.3 <= time.monotonic() - t < 0.6)
    p = await asyncio.create_subprocess_exec('sleep', '60')
    try:
        await asyncio.wait_for(p.wait(), 0.2)
    except asyncio.TimeoutError:
        print('timeout', p.returncode)
    p.terminate()
    print(await p.wait(), p.returncode)
    try:
        p.send_signal(signal.SIGTERM)
    except ProcessLookupError as e:
        print('gone')
    p = await asyncio.create_subprocess_shell('sleep 5', stdout=DEVNULL)
    p.kill()
    print(await p.wait())
    try:
        await asyncio.create_subprocess_exec('no-such-program')
    except FileNotFoundError as e:
        print(e)
    p = await asyncio.create_subprocess_exec(sys.executable, '-c', "\nimport asyncio\nasync def main():\n    for i in range(3):\n        await asyncio.sleep(0.1); print('tick', i, flush=True)\nasyncio.run(main())\n", stdout=PIPE)
    async for line in p.stdout:
        print('>', line.decode().rstrip())
    print(await p.wait())
    p = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
    out, _ = await p.communicate(b'z' * 500000)
    print(len(out))
    p = await asyncio.create_subprocess_exec('true', stdin=PIPE)
    print(await p.communicate(b'z' * 500000), p.returncode)
    for bad in (dict(universal_newlines=True), dict(bufsize=1), dict(text=True), dict(encoding='utf-8')):
        try:
            await asyncio.create_subprocess_exec('true', **bad)
        except ValueError as e:
            print(e)
    try:
        await asyncio.create_subprocess_shell(['true'])
    except ValueError as e:
        print(e)

    class P(asyncio.SubprocessProtocol):

        def connection_made(s, t):
            print('made', hide(t))

        def pipe_data_received(s, fd, d):
            print('data', fd, d)

        def pipe_connection_lost(s, fd, e):
            print('pipe lost', fd, e)

        def process_exited(s):
            print('exited')

        def connection_lost(s, e):
            print('lost', e)
            done.set_result(1)
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    t, _ = await loop.subprocess_exec(P, 'cat', stderr=None)
    t.get_pipe_transport(0).write(b'hello')
    t.get_pipe_transport(0).write_eof()
    await done
    print(t.get_returncode(), hide(t))
    t.close()
    print(hide(t))
asyncio.run(main())
print('end')
# expect: Process None None None True
# expect: (b'hi\n', None) 3
# expect: (b'out\n', b'err\n') 2
# expect: b'one\n'
# expect: b'' 0
# expect: [(b'3\n', None), (b'1\n', None), (b'2\n', None)] True
# expect: timeout None
# expect: -15 -15
# expect: gone
# expect: -9
# expect: [Errno 2] No such file or directory: 'no-such-program'
# expect: > tick 0
# expect: > tick 1
# expect: > tick 2
# expect: 0
# expect: 500000
# expect: (None, None) 0
# expect: universal_newlines must be False
# expect: bufsize must be 0
# expect: text must be False
# expect: encoding must be None
# expect: cmd must be a string
# expect: made <_UnixSubprocessTransport pid=N running stdin=<_UnixWritePipeTransport fd=N idle bufsize=0> stdout=<_UnixReadPipeTransport fd=N polling>>
# expect: pipe lost 0 None
# expect: data 1 b'hello'
# expect: pipe lost 1 None
# expect: exited
# expect: lost None
# expect: 0 <_UnixSubprocessTransport pid=N returncode=0 stdin=<_UnixWritePipeTransport closed fd=N closed> stdout=<_UnixReadPipeTransport closed fd=N closed>>
# expect: <_UnixSubprocessTransport closed pid=N returncode=0 stdin=<_UnixWritePipeTransport closed fd=N closed> stdout=<_UnixReadPipeTransport closed fd=N closed>>
# expect: end
