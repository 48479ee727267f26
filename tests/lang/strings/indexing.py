s = "abcdef"
print(s[0], s[-1], s[1:4], s[::-1], s[::2], s[-3:], s[:100], s[4:2])
u = "añb€c😀d"
print(len(u), u[1], u[3], u[5], u[-2], u[::-1], u[2:6], u.upper())
print("ab" * 3, "a" + "b", "b" in "abc", "x" not in "abc", "a" < "b", "abc" == "abc")
try:
    s[10]
except IndexError as e:
    print(e)
print(ord("a"), chr(8364), ord("😀"), "\x41\u00e9\N{BULLET}\t|")

# expect: a f bcd fedcba ace def abcdef 
# expect: 7 ñ € 😀 😀 d😀c€bña b€c😀 AÑB€C😀D
# expect: ababab ab True True True True
# expect: string index out of range
# expect: 97 € 128512 Aé•	|
