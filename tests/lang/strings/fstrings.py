name, width, value = "Ann", 8, 3.14159
print(f"{name} {name!r} {name:>{width}}| {value:.{2}f} {1 + 2} {'nested'} {{literal}}")
print(f"{name=} {value = :.2f} {1+1=}", f"{'a' if value > 3 else 'b'}", f"{ {'k': 1}['k'] }")
print(f"{[x * 2 for x in range(3)]} {(lambda x: x + 1)(2)} {name.upper()}")
print(f'''{
    name
}''', f"{value:{'>' + str(10)}}", rf"\n{name}", f"a" "b" f"{1}")

# expect: Ann 'Ann'      Ann| 3.14 3 nested {literal}
# expect: name='Ann' value = 3.14 1+1=2 a 1
# expect: [0, 2, 4] 3 ANN
# expect: Ann    3.14159 \nAnn ab1
