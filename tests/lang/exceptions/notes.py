e = ValueError("bad")
e.add_note("first note")
e.add_note("second note")
print(e.__notes__)  # expect: ['first note', 'second note']
try:
    e.add_note(5)
except TypeError as t:
    print(t)  # expect: note must be a str, not 'int'
raise e
# expect-error: second note
