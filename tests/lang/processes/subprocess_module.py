# subprocess: run, Popen, the shell, the interpreter, signals, timeouts.
import subprocess, sys, time, os, signal
print(subprocess.run('echo hello; echo err >&2', shell=True, capture_output=True))
print(subprocess.run(['echo', 'a  b', '$HOME'], stdout=subprocess.PIPE, text=True).stdout)
print(subprocess.check_output('echo one | cat | cat', shell=True))
print(subprocess.run('exit 3', shell=True).returncode, subprocess.run('true && false || echo $?', shell=True, capture_output=True, text=True))
print(subprocess.run(['cat'], input=b'x' * 200000, capture_output=True).stdout == b'x' * 200000)
done = subprocess.run([sys.executable, '-c', 'import sys; print(sys.argv, sys.stdin.read()); sys.exit(5)', 'arg'], input='data\n', text=True, capture_output=True)
print(done.returncode, repr(done.stdout), repr(done.stderr))
p = subprocess.Popen([sys.executable, '-c', 'print("never"); import time; time.sleep(100)'], stdout=subprocess.PIPE)
t = time.monotonic()
time.sleep(0.2)
p.terminate()
print(p.wait(), time.monotonic() - t < 1)
p.stdout.close()
p = subprocess.Popen(['sleep', '10'])
p.kill()
print(p.wait(), p)
try:
    subprocess.run(['sleep', '5'], timeout=0.5)
except subprocess.TimeoutExpired as e:
    print(str(e)[:30])
try:
    subprocess.run(['nosuchprogram'])
except FileNotFoundError as e:
    print(repr(e), e.filename)
try:
    subprocess.run('false', shell=True, check=True)
except subprocess.CalledProcessError as e:
    print(e)
r = subprocess.run(['nosuch; exit 4'], shell=True, capture_output=True, text=True)
print(r.returncode)
print(subprocess.getstatusoutput('echo hi; exit 7'))
p = subprocess.Popen([sys.executable, '-c', 'raise KeyError("k")'], stderr=subprocess.PIPE, text=True)
print(p.communicate()[1].splitlines()[-1], p.returncode)
interrupted = """
import time
try:
    print("ready", flush=True)
    time.sleep(9)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    raise
"""
p = subprocess.Popen([sys.executable, '-c', interrupted], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
print(p.stdout.readline())
p.send_signal(signal.SIGINT)
print(p.communicate(), p.returncode)
p = subprocess.Popen('echo line | cat; sleep 0.1; echo done', shell=True, stdout=subprocess.PIPE, text=True)
for l in p.stdout:
    print('got', l, end='')
print(p.wait())
p.stdout.close()
print(os.path.basename(sys.executable) != '')
p = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
p.stdin.write(b'abc\n')
p.stdin.flush()
print(p.stdout.readline())
p.stdin.close()
print(p.wait(), p.poll())
p.stdout.close()
print(subprocess.run('yes_is_not_there 2>/dev/null', shell=True).returncode, subprocess.run('echo \'single $HOME\' "double\\"q" a\\ b', shell=True, capture_output=True).stdout)
# expect: CompletedProcess(args='echo hello; echo err >&2', returncode=0, stdout=b'hello\n', stderr=b'err\n')
# expect: a  b $HOME
# expect:
# expect: b'one\n'
# expect: 3 CompletedProcess(args='true && false || echo $?', returncode=0, stdout='1\n', stderr='')
# expect: True
# expect: 5 "['-c', 'arg'] data\n\n" ''
# expect: -15 True
# expect: -9 <Popen: returncode: -9 args: ['sleep', '10']>
# expect: Command '['sleep', '5']' timed
# expect: FileNotFoundError(2, 'No such file or directory') nosuchprogram
# expect: Command 'false' returned non-zero exit status 1.
# expect: 4
# expect: (7, 'hi')
# expect: KeyError: 'k' 1
# expect: b'ready\n'
# expect: (b'interrupted\n', None) -2
# expect: got line
# expect: got done
# expect: 0
# expect: True
# expect: b'abc\n'
# expect: 0 0
# expect: 127 b'single $HOME double"q a b\n'
