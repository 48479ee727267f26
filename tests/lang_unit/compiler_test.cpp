#include <algorithm>

#include "support.hpp"

namespace loopscope::lang {
namespace {

using Ops = std::vector<std::string>;

TEST(Compiler, AwaitIsOneSuspendingInstruction) {
  CodePtr code = inner(compiled("async def f(x):\n    return await g(x)\n"), "f");
  ASSERT_NE(code, nullptr);
  EXPECT_EQ(ops(*code), (Ops{"LOAD_GLOBAL", "PUSH_NULL", "LOAD_FAST", "CALL", "GET_AWAITABLE", "LOAD_CONST",
                             "YIELD_FROM", "RETURN_VALUE"}));
  EXPECT_EQ(code->flags & (kCoroutine | kGenerator | kAsyncGenerator), static_cast<uint32_t>(kCoroutine));
  EXPECT_EQ(where(*code, Op::YIELD_FROM), "2:11-2:21");
  EXPECT_EQ(where(*code, Op::CALL), "2:17-2:21");
}

TEST(Compiler, KindsOfFunctions) {
  auto flags = [](std::string_view source) {
    CodePtr code = inner(compiled(source), "f");
    return code == nullptr ? 0U : code->flags & (kCoroutine | kGenerator | kAsyncGenerator);
  };
  EXPECT_EQ(flags("def f(): pass"), 0U);
  EXPECT_EQ(flags("def f(): yield"), static_cast<uint32_t>(kGenerator));
  EXPECT_EQ(flags("def f(): x = lambda: (yield)"), 0U);
  EXPECT_EQ(flags("async def f(): pass"), static_cast<uint32_t>(kCoroutine));
  EXPECT_EQ(flags("async def f(): yield"), static_cast<uint32_t>(kAsyncGenerator));
  CodePtr expression = inner(compiled("async def f(): return (x async for x in y)"), "<genexpr>");
  ASSERT_NE(expression, nullptr);
  EXPECT_NE(expression->flags & kAsyncGenerator, 0U);
}

TEST(Compiler, SlotsOfParametersAndCells) {
  CodePtr f = inner(compiled("def f(a, /, b, *args, c=1, **kw):\n    d = 1\n    return lambda: (a, d)\n"), "f");
  ASSERT_NE(f, nullptr);
  EXPECT_EQ(f->arg_count, 2U);
  EXPECT_EQ(f->posonly_count, 1U);
  EXPECT_EQ(f->kwonly_count, 1U);
  EXPECT_EQ(f->flags & (kVarArgs | kVarKeywords), static_cast<uint32_t>(kVarArgs | kVarKeywords));
  EXPECT_EQ(f->slot_names, (Ops{"a", "b", "c", "args", "kw", "a", "d"}));
  EXPECT_EQ(f->slot_kinds[0], SlotKind::kLocal);
  EXPECT_EQ(f->slot_kinds[5], SlotKind::kCell);
  ASSERT_EQ(f->instructions[0].op, static_cast<uint16_t>(Op::MAKE_CELL));
  EXPECT_EQ(f->instructions[0].a, 5U);
  EXPECT_EQ(f->instructions[0].b, 1U) << "the parameter in slot 0 moves into the cell";
  CodePtr lambda = inner(f, "<lambda>");
  EXPECT_EQ(lambda->qualname, "f.<locals>.<lambda>");
  EXPECT_EQ(lambda->slot_kinds, (std::vector<SlotKind>{SlotKind::kFree, SlotKind::kFree}));
}

TEST(Compiler, QualifiedNames) {
  CodePtr code = compiled(
      "class C:\n def m(self):\n  def g(): pass\n  class D:\n   def h(self): pass\n"
      "def f():\n global k\n def k(): pass\n return (x for x in y)\n");
  EXPECT_EQ(inner(code, "m")->qualname, "C.m");
  EXPECT_EQ(inner(code, "g")->qualname, "C.m.<locals>.g");
  EXPECT_EQ(inner(code, "h")->qualname, "C.m.<locals>.D.h");
  EXPECT_EQ(inner(code, "k")->qualname, "k");
  EXPECT_EQ(inner(code, "<genexpr>")->qualname, "f.<locals>.<genexpr>");
}

TEST(Compiler, FirstLineIsTheDecorators) {
  CodePtr code = compiled("@a\n@b\ndef f():\n    pass\n");
  EXPECT_EQ(inner(code, "f")->first_line, 1);
  EXPECT_EQ(where(*code, Op::CALL, 0), "2:1-2:2");
  EXPECT_EQ(where(*code, Op::CALL, 1), "1:1-1:2");
}

TEST(Compiler, DocstringsAreCleaned) {
  CodePtr code = compiled("def f():\n    '''One.\n\n      two\n    three\n    '''\n    return 1\n");
  CodePtr f = inner(code, "f");
  ASSERT_TRUE(f->has_docstring);
  EXPECT_EQ(std::get<std::string>(f->constants[0].value), "One.\n\n  two\nthree\n");
  EXPECT_FALSE(inner(compiled("def f():\n    f'x'\n"), "f")->has_docstring);
  CodePtr module = compiled("'doc'\n");
  EXPECT_TRUE(module->has_docstring);
  EXPECT_EQ(ops(*module)[1], "STORE_NAME");
}

TEST(Compiler, ComprehensionsRunInTheFrameAroundThem) {
  CodePtr f = inner(compiled("def f(x, y):\n    return [x for x in y if x]\n"), "f");
  EXPECT_EQ(inner(f, "<listcomp>"), nullptr);
  EXPECT_EQ(count_ops(*f, Op::LOAD_FAST_AND_CLEAR), 1U);
  EXPECT_FALSE(f->exceptions.empty()) << "x is put back also when the comprehension raises";
  EXPECT_EQ(f->slot_names, (Ops{"x", "y"}));
  CodePtr module = compiled("z = [lambda: x for x in y]\n");
  EXPECT_EQ(module->slot_kinds, (std::vector<SlotKind>{SlotKind::kCell}));
  CodePtr in_class = inner(compiled("class C:\n    a = 1\n    b = [a for _ in c]\n"), "C");
  EXPECT_EQ(count_ops(*in_class, Op::LOAD_GLOBAL), 1U) << "names of the class are invisible inside";
}

TEST(Compiler, NestedComprehensionsFindTheirVariables) {
  compiled("def f(a):\n return [[(a, i, j) for j in i] for i in a]\n");
  compiled("def f(a):\n return [[lambda: (a, i) for _ in i] for i in a]\n");
  compiled("def f():\n return [(lambda: (y := x), y) for x in z if (w := x)]\n");
  compiled("class C:\n x = [__class__ for i in y]\n def f(self): return [super().f() for i in self]\n");
  compiled("def f():\n x = 1\n class C:\n  x = 2\n  y = [x for _ in z]\n");
}

TEST(Compiler, ClassCell) {
  CodePtr c = inner(compiled("class C:\n    def f(self):\n        return super().f()\n"), "C");
  EXPECT_NE(std::find(c->slot_names.begin(), c->slot_names.end(), "__class__"), c->slot_names.end());
  EXPECT_NE(std::find(c->names.begin(), c->names.end(), "__classcell__"), c->names.end());
}

TEST(Compiler, PrivateNamesAreMangled) {
  CodePtr f =
      inner(compiled("class _C:\n    def f(self, __x):\n        self.__y = __x\n        return self.__z__\n"), "f");
  EXPECT_EQ(f->slot_names, (Ops{"self", "_C__x"}));
  EXPECT_EQ(f->names, (Ops{"_C__y", "__z__"}));
}

TEST(Compiler, StaticAttributes) {
  CodePtr c = inner(compiled("class C:\n    def f(self):\n        self.b = self.a = 1\n        self.b += 1\n"), "C");
  bool found = std::any_of(c->constants.begin(), c->constants.end(), [](const Constant& constant) {
    return std::holds_alternative<TupleConstant>(constant.value) && show(constant) == "('a', 'b')";
  });
  EXPECT_TRUE(found);
}

TEST(Compiler, Constants) {
  auto constant = [](std::string_view source) {
    CodePtr code = compiled(source, Mode::kEval);
    if (ops(*code) != Ops{"LOAD_CONST", "RETURN_VALUE"}) return disassemble(*code);
    return show(code->constants[code->instructions[0].a]);
  };
  EXPECT_EQ(constant("-5"), "-5");
  EXPECT_EQ(constant("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(constant("9223372036854775808"), "9223372036854775808");
  EXPECT_EQ(constant("0xFFFF_FFFF_FFFF_FFFF_FF"), "4722366482869645213695");
  EXPECT_EQ(constant("0b1010"), "10");
  EXPECT_EQ(constant("0o17"), "15");
  EXPECT_EQ(constant("1_000.5e-3"), "1.0005");
  EXPECT_EQ(constant("1e400"), "inf");
  EXPECT_EQ(constant("1e-400"), "0.0");
  EXPECT_EQ(constant("2j"), "(0.0+2.0j)");
  EXPECT_EQ(constant("(1, 'a', (None, ...), b'\\xff')"), "(1, 'a', (None, Ellipsis), b'\\xff')");
  EXPECT_EQ(constant("'a' \"b\" r'\\n' '\\x41\\101\\u00e9'"), "'ab\\\\nAAé'");
  EXPECT_EQ(constant("'\\N{BULLET}\\N{greek small letter alpha}'"), "'•α'");
  EXPECT_EQ(constant("f'a{{b}}' 'c'"), "'a{b}c'");
  EXPECT_EQ(constant("__debug__"), "True");
}

TEST(Compiler, EqualConstantsAreSharedByTypeAndSign) {
  CodePtr code = compiled("a = 1, 1.0, x, True, 0.0, x, -0.0, 1\n");
  std::vector<std::string> shown;
  for (const Constant& constant : code->constants) shown.push_back(show(constant));
  EXPECT_EQ(std::count(shown.begin(), shown.end(), "1"), 1);
  for (std::string_view value : {"1.0", "True", "0.0", "-0.0"}) {
    EXPECT_EQ(std::count(shown.begin(), shown.end(), value), 1) << value;
  }
}

TEST(Compiler, Positions) {
  CodePtr code = compiled("x = (a\n     .b(c,\n        d))\ny = (1 + z) * 2\nraise E(z) from q\n");
  EXPECT_EQ(where(*code, Op::LOAD_METHOD), "2:6-2:7");
  EXPECT_EQ(where(*code, Op::CALL), "2:6-3:10");
  EXPECT_EQ(where(*code, Op::BINARY_OP, 0), "4:5-4:10");
  EXPECT_EQ(where(*code, Op::BINARY_OP, 1), "4:4-4:15");
  EXPECT_EQ(where(*code, Op::RAISE_VARARGS), "5:0-5:17");
  code = compiled("with a() as b:\n    c[0] = d.e\nassert f, g\n");
  EXPECT_EQ(where(*code, Op::BEFORE_WITH), "1:5-1:8");
  EXPECT_EQ(where(*code, Op::WITH_EXCEPT_START), "1:5-1:8");
  EXPECT_EQ(where(*code, Op::STORE_SUBSCR), "2:4-2:8");
  EXPECT_EQ(where(*code, Op::RAISE_VARARGS), "3:7-3:8");
  EXPECT_EQ(where(*compiled("f(x for x in y)\n"), Op::MAKE_FUNCTION), "1:1-1:15");
}

TEST(Compiler, ExceptionTableCoversTheBodyOnly) {
  CodePtr code = compiled("try:\n    a()\nexcept B as e:\n    c()\nelse:\n    d()\n");
  auto covered = [&](size_t call) {
    size_t seen = 0;
    for (uint32_t i = 0; i < code->instructions.size(); ++i) {
      if (code->instructions[i].op != static_cast<uint16_t>(Op::CALL) || seen++ != call) continue;
      for (const ExceptionEntry& entry : code->exceptions) {
        if (i >= entry.start && i < entry.end) return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(covered(0));
  EXPECT_FALSE(covered(1)) << "the else block";
  EXPECT_TRUE(covered(2)) << "the handler: the previous exception comes back when it raises";
}

TEST(Compiler, LeavingBlocksInEveryWay) {
  compiled(
      "def f():\n"
      " for i in a:\n"
      "  try:\n"
      "   with b as c, d:\n"
      "    try:\n"
      "     if i: return g(i)\n"
      "     if j: break\n"
      "     continue\n"
      "    except E as e:\n"
      "     if e: return e\n"
      "     break\n"
      "    finally:\n"
      "     if k: return\n"
      "     h()\n"
      "  finally:\n"
      "   while l:\n"
      "    if m: continue\n"
      "    return n\n");
  compiled(
      "async def f():\n"
      " async with a as b:\n"
      "  async for c in d:\n"
      "   try:\n"
      "    return await e\n"
      "   except* F as g:\n"
      "    await h\n"
      "   except* I:\n"
      "    pass\n"
      "   finally:\n"
      "    continue\n"
      " else_ = [x async for x in y if await z]\n");
}

TEST(Compiler, MatchStatements) {
  compiled(
      "match a, b:\n"
      " case 1, -2.5 | 'x' | None:\n  pass\n"
      " case [x, *rest, (y, z)] if x: pass\n"
      " case {'k': v, C.d: [w], **others}: pass\n"
      " case Point(0, y=1) | Point(x=0): pass\n"
      " case (Point(x, y) | [x, y]) as p: pass\n"
      " case [Point(x=a1, y=b1), ([c1, d1] | (d1, c1))]: pass\n"
      " case str() | 1 + 2j: pass\n"
      " case {}: pass\n"
      " case []: pass\n"
      " case other: pass\n");
  compiled("match = case = type = _ = 1\nmatch[case] = type(_)\nmatch(case)\nprint(match.case)\n");
}

TEST(Compiler, FStrings) {
  compiled(
      "x = f'{a}{b!r:>{w}}{c=}{d = !s:{e}.{g}} {{}} {f\"{h['i']}\"} {lambda_ if x else (lambda: 1)} \\n{j:%H:%M}'");
  CodePtr code = compiled("f'{a = }'", Mode::kEval);
  EXPECT_EQ(show(code->constants[0]), "'a = '");
  EXPECT_EQ(where(*compiled("f'x{abc!r}'", Mode::kEval), Op::FORMAT_VALUE), "1:3-1:10");
}

TEST(Compiler, LongDisplaysAndCallsKeepTheStackSmall) {
  std::string items;
  for (int i = 0; i < 20000; ++i) items += "x, ";
  EXPECT_LT(compiled("a = [" + items + "]\n")->stack_size, 5000U);
  EXPECT_LT(compiled("f(" + items + ")\n")->stack_size, 5000U);
}

TEST(Compiler, EvalAndSingleModes) {
  EXPECT_EQ(ops(*compiled("\na + 1 \n", Mode::kEval)), (Ops{"LOAD_NAME", "LOAD_CONST", "BINARY_OP", "RETURN_VALUE"}));
  CodePtr single = compiled("x + 1\n", Mode::kSingle);
  EXPECT_NE(std::find(single->names.begin(), single->names.end(), "displayhook"), single->names.end());
  EXPECT_FALSE(compile("x\ny\n", "f", Mode::kSingle).ok());
  EXPECT_FALSE(compile("x = 1", "f", Mode::kEval).ok());
}

TEST(Compiler, FutureAnnotationsAreText) {
  CodePtr code = compiled("from __future__ import annotations\ndef f(a: X[int]) -> 'y': pass\n");
  bool text = std::any_of(code->constants.begin(), code->constants.end(),
                          [](const Constant& constant) { return show(constant) == "'X[int]'"; });
  EXPECT_TRUE(text);
}

TEST(Compiler, Warnings) {
  auto warnings = [](std::string_view source) {
    std::vector<SyntaxWarning> out;
    EXPECT_TRUE(compile(source, "f", Mode::kExec, &out).ok());
    return out;
  };
  auto of = [&](std::string_view source) {
    std::vector<SyntaxWarning> out = warnings(source);
    return out.size() == 1 ? out[0].message : "there are " + std::to_string(out.size());
  };
  EXPECT_EQ(of("x = '\\d'"), "invalid escape sequence '\\d'");
  EXPECT_EQ(of("x = f'\\d{y}'"), "invalid escape sequence '\\d'");
  EXPECT_EQ(of("x is 1"), "\"is\" with 'int' literal. Did you mean \"==\"?");
  EXPECT_EQ(of("x is not 'a'"), "\"is not\" with 'str' literal. Did you mean \"!=\"?");
  EXPECT_EQ(of("assert (x, 'y')"), "assertion is always true, perhaps remove parentheses?");
  EXPECT_EQ(of("x = [(1, 2)\n(3, 4)]"), "'tuple' object is not callable; perhaps you missed a comma?");
  EXPECT_EQ(of("x = r'\\d' + '\\\\d'"), "there are 0");
  EXPECT_EQ(warnings("a = 1\nb = '\\w'\nc is 2\n")[1].lineno, 3);
}

}  // namespace
}  // namespace loopscope::lang
