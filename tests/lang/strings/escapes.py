print("tab\tnew\\n \x41 \u00e9 \U0001F600 \101 \N{BULLET} 'q' \"d\"")
print(repr("tab\t\n\r\\ \x00 \x7f \x80 é \u200b \U0001F600 '"), repr("'\""))
print(r"raw\n", rb"raw\x", b"\x00\xff\t'", "a" "b" 'c', """two
lines""")
print(ascii("é\U0001F600"), len("\U0001F600"), ord("é"), chr(0x1F600), "\
joined")

# expect: tab	new\n A é 😀 A • 'q' "d"
# expect: "tab\t\n\r\\ \x00 \x7f \x80 é \u200b 😀 '" '\'"'
# expect: raw\n b'raw\\x' b"\x00\xff\t'" abc two
# expect: lines
# expect: '\xe9\U0001f600' 1 233 😀 joined
