# -W, PYTHONWARNINGS and development mode become filters, the last one first.
# options: -W error::ResourceWarning -Wonce:one.thing:UserWarning:shop.cart:7 -X dev -X utf8=1
# environment: PYTHONWARNINGS=ignore::BytesWarning,all
import sys
import warnings

print(sys.warnoptions)
print(sorted(sys._xoptions.items()), sys.flags.dev_mode)
for entry in warnings.filters[:6]:
    print(entry)
try:
    warnings.warn("unclosed", ResourceWarning)
except ResourceWarning as error:
    print("raised", error)

# expect: ['default', 'ignore::BytesWarning', 'all', 'error::ResourceWarning', 'once:one.thing:UserWarning:shop.cart:7']
# expect: [('dev', True), ('utf8', '1')] True
# expect: ('once', re.compile('one\\.thing', re.IGNORECASE), <class 'UserWarning'>, re.compile('shop\\.cart\\Z'), 7)
# expect: ('error', None, <class 'ResourceWarning'>, None, 0)
# expect: ('always', None, <class 'Warning'>, None, 0)
# expect: ('ignore', None, <class 'BytesWarning'>, None, 0)
# expect: ('default', None, <class 'Warning'>, None, 0)
# expect: ('default', None, <class 'DeprecationWarning'>, '__main__', 0)
# expect: raised unclosed
