# What goes through the pipes of a child process: text and bytes, buffered, cut off, in pipelines.
import subprocess, sys
code = """
import asyncio
import sys
async def main():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    wt, wp = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, sys.stdout)
    w = asyncio.StreamWriter(wt, wp, None, loop)
    async for line in reader:
        w.write(b'> ' + line)
        await w.drain()
    w.write(b'end\\n')
    await w.drain()
asyncio.run(main())
"""
print(subprocess.run([sys.executable, '-c', code], input='a\nb\n', text=True, capture_output=True).stdout)
p = subprocess.run('echo one; echo two >&2', shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
print(p.stdout)
import sys
done = subprocess.run([sys.executable, '-c', 'import sys; sys.stdout.buffer.write(bytes(range(5))); sys.stdout.flush(); sys.stderr.write("E"); print(sys.stdin.buffer.read())'], input=b'in', capture_output=True)
print(done.stdout, done.stderr)
print(subprocess.run([sys.executable, '-c', 'for i in range(100000): print(i)'], stdout=subprocess.PIPE).stdout[-7:])
p = subprocess.Popen([sys.executable, '-c', 'for i in range(100000): print(i)'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
print(p.stdout.readline())
p.stdout.close()
e = p.stderr.read()
print(e.splitlines()[-1], p.wait())
p.stderr.close()
print(subprocess.run('cat | cat | cat', shell=True, input=b'x' * 300000, capture_output=True).stdout.__len__())
print(subprocess.run([sys.executable, '-V'], capture_output=True, text=True).stdout.startswith('Python 3.'))
print(subprocess.run('false || exit 9', shell=True).returncode, subprocess.run('! true; echo $?', shell=True, capture_output=True).stdout)
try:
    subprocess.check_output('echo partial; exit 2', shell=True)
except subprocess.CalledProcessError as e:
    print(e, e.output)
with subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as p:
    p.stdin.write('line\n')
    p.stdin.flush()
    print(p.stdout.readline())
print(p.returncode)
# expect: > a
# expect: > b
# expect: end
# expect:
# expect: b'one\ntwo\n'
# expect: b"\x00\x01\x02\x03\x04b'in'\n" b'E'
# expect: b'\n99999\n'
# expect: b'0\n'
# expect: b'BrokenPipeError: [Errno 32] Broken pipe' 1
# expect: 300000
# expect: True
# expect: 9 b'1\n'
# expect: Command 'echo partial; exit 2' returned non-zero exit status 2. b'partial\n'
# expect: line
# expect:
# expect: 0
