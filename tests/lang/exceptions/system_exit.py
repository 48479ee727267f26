import sys
try:
    sys.exit(4)
except SystemExit as e:
    print("exit", e.code)
sys.exit("last words")

# expect: exit 4
# expect-error: last words
