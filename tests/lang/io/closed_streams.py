"""A standard stream that is closed takes nothing any more."""
import sys

sys.stdin.close()
print(sys.stdin.closed, sys.stdout.closed)
try:
    sys.stdin.read()
except ValueError as error:
    print(error)
sys.stderr.close()
try:
    sys.stderr.write("lost")
except ValueError as error:
    print("stderr:", error)
sys.stderr.close()
print("end")

# expect: True False
# expect: I/O operation on closed file.
# expect: stderr: I/O operation on closed file.
# expect: end
