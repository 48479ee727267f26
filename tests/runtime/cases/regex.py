# The re module.
import re
print(re.findall(r'\d+', 'a1 b22 c333'), re.sub(r'0x[0-9a-f]+', '0xADDR', 'at 0x7f12ab'), re.split(r'[,;]\s*', 'a, b;c'))
print(re.match(r'(?P<n>\w+)@(\w+)\.com', 'bob@ex.com').groupdict(), re.search('b+', 'abbb').span(), re.fullmatch('a*', 'aaa').group())
print(re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world'), re.compile('a|b').sub('x', 'abc'), bool(re.match('^$', '')))
print(re.findall(r'(a)(b)?', 'aab'), re.findall('.*?x', 'axbx'), re.sub('(?i)HELLO', 'bye', 'Hello'))
print(re.sub(r'\b(\w)', lambda m: m[1].upper(), 'foo bar'), re.split('(-)', 'a-b'), re.escape('a.b*c'), re.sub('x*', '-', 'abxd'))
print([m.start() for m in re.finditer('a*', 'baac')], re.findall(r'(?<=\$)\d+(?! off)', '$12 $7 off'), re.findall('(?m)^a', 'a\na'))
print(re.search(r'(.)\1', 'abccd').group(), re.match('(a+)+$', 'aaab'), re.subn('a', 'b', 'aaa', count=2))
for bad in ('(', '[a', '*', 'a{2,1}', '(?P<1>a)'):
    try:
        re.compile(bad)
    except re.error as e:
        print(e)

# expect: ['1', '22', '333'] at 0xADDR ['a', 'b', 'c']
# expect: {'n': 'bob'} (1, 4) aaa
# expect: world hello xxc True
# expect: [('a', ''), ('a', 'b')] ['ax', 'bx'] bye
# expect: Foo Bar ['a', '-', 'b'] a\.b\*c -a-b--d-
# expect: [0, 1, 3, 4] ['12'] ['a', 'a']
# expect: cc None ('bba', 2)
# expect: missing ), unterminated subpattern at position 0
# expect: unterminated character set at position 0
# expect: nothing to repeat at position 0
# expect: min repeat greater than max repeat at position 2
# expect: bad character in group name '1' at position 4
