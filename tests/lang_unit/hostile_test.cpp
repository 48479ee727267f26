// Whatever the input: no crash, no unsound code. Mutations of sound programs, and every file of the machine's Python.

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "support.hpp"

namespace loopscope::lang {
namespace {

constexpr const char* kPrograms[] = {
    "async def f(a, *b, k=1, **kw):\n    try:\n        async with a as x, b:\n            return await g(x)\n"
    "    except (ValueError, KeyError) as e:\n        print(f'{e!r:>{k}} {e.args[0]=}')\n    finally:\n"
    "        y = [i for i in a if i]\n    async for z in agen():\n        del z\n",
    "class C(B, metaclass=M):\n    x: int = 1\n    def m(self, /, *, __p=None):\n        nonlocal_ = lambda q: q + "
    "__p\n"
    "        self.q: str = -1\n        return super().m(*self.z, **{'a': 1})\n\n@dec(1)[2]\ndef g():\n    yield from "
    "h()\n",
    "match x, *y:\n    case [1, -2.0, *rest] | {'a': C(b=rest), **_r} if rest:\n        pass\n    case str() as s:\n"
    "        global t\n        t = s if s else (yield_ := 1)\nfrom . import a as b, c\nimport os.path as p\n",
    "with (open('a') as f, g() as (h, *i)):\n  for j, k in zip(f, h):\n    while j < k <= 3 not in i: break\n    "
    "else:\n"
    "      continue\n  assert not x, \"\"\"t\n{b}\"\"\"\nx = y[1:2, ::3] = {**a, 1: 2} | {*b, 3}\nx **= 0x1F + 1e5 - "
    "2j\n",
};

constexpr const char* kPieces[] = {
    "(",      ")",        "[",      "]",        "{",        "}",          ":",       ",",         "=",
    ":=",     "*",        "**",     "f'",       "'",        "\"\"\"",     "\n",      "\n    ",    "\t",
    "if ",    "else ",    "for ",   " in ",     "async ",   "await ",     "def f",   "class C",   "lambda ",
    "yield ", "return ",  "try:\n", "except ",  "except* ", "finally:",   "with ",   " as ",      "match x:\n case ",
    "!",      "{{",       "\\",     "#",        "global x", "nonlocal x", "import ", "from ",     "...",
    ".",      "@",        "0x",     "1e",       "_",        "not ",       " is ",    " or ",      "->",
    "\xff",   "\xc3\xa9", "break",  "continue", "del ",     "|",          ";",       "__class__", "super()",
};

TEST(HostileInput, MutatedPrograms) {
  std::mt19937 random(20260101);
  int compiled_count = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text = kPrograms[random() % std::size(kPrograms)];
    for (uint32_t n = 1 + random() % 5; n > 0 && !text.empty(); --n) {
      size_t at = random() % text.size();
      switch (random() % 5) {
        case 0:
          text.insert(at, kPieces[random() % std::size(kPieces)]);
          break;
        case 1:
          text.erase(at, 1 + random() % 8);
          break;
        case 2:
          text[at] = static_cast<char>(random());
          break;
        case 3:
          text.insert(at, text.substr(random() % text.size(), random() % 40));
          break;
        default:
          text.resize(at);
      }
    }
    Result<CodePtr> result = compile(text, "f", static_cast<Mode>(random() % 3));
    if (!result.ok()) {
      EXPECT_FALSE(result.error().message.empty());
      continue;
    }
    ++compiled_count;
    std::optional<std::string> problem = validate(*result.value());
    ASSERT_FALSE(problem.has_value()) << *problem << "\n" << text;
  }
  EXPECT_GT(compiled_count, 500) << "mutations that all fail to compile test little";
}

TEST(HostileInput, RandomBytes) {
  std::mt19937 random(7);
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (uint32_t n = random() % 60; n > 0; --n) text += static_cast<char>(round % 2 == 0 ? random() : random() % 128);
    Result<CodePtr> result = compile(text, "f", Mode::kExec);
    if (result.ok()) {
      EXPECT_FALSE(validate(*result.value()).has_value());
    }
  }
}

TEST(HostileInput, FinallyBlocksDoNotMultiplyWithoutEnd) {
  std::string text = "def f():\n";
  for (int i = 1; i < 20; ++i)
    text += std::string(static_cast<size_t>(i), ' ') + "try:\n" + std::string(static_cast<size_t>(i) + 1, ' ') +
            "return a\n" + std::string(static_cast<size_t>(i), ' ') + "finally:\n";
  text += std::string(20, ' ') + "pass\n";
  Result<CodePtr> result = compile(text, "f", Mode::kExec);
  if (!result.ok()) {
    EXPECT_EQ(result.error().message, "program is too large");
  }
}

// The standard library of the machine's python3: real code in all its forms.
TEST(RealPrograms, StandardLibrary) {
  std::filesystem::path root;
  for (const char* candidate : {"/usr/lib/python3.13", "/usr/lib/python3.12", "/usr/lib/python3.11"}) {
    if (std::filesystem::is_directory(candidate)) {
      root = candidate;
      break;
    }
  }
  if (root.empty()) GTEST_SKIP() << "no standard library on this machine";
  int files = 0, refused = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".py") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    Result<CodePtr> result = compile(text.str(), entry.path().string(), Mode::kExec);
    ++files;
    if (!result.ok()) {
      ++refused;
      continue;
    }
    std::optional<std::string> problem = validate(*result.value());
    ASSERT_FALSE(problem.has_value()) << *problem;
  }
  EXPECT_GT(files, 100);
  EXPECT_LE(refused * 50, files) << "only files in other encodings or with type parameters may be refused";
}

}  // namespace
}  // namespace loopscope::lang
