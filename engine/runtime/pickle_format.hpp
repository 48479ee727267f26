#pragma once
// The format in which pickle writes objects: a program for a small stack machine, one opcode a byte. Protocols 0 to 5;
// protocol 0 is text, 4 and 5 come in frames.

#include <cstdint>
#include <string_view>
#include <utility>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime::pickle {

inline constexpr int kHighestProtocol = 5, kDefaultProtocol = 4;

enum Op : unsigned char {
  kMark = '(',
  kStop = '.',
  kPop = '0',
  kPopMark = '1',
  kDup = '2',
  kFloatText = 'F',
  kIntText = 'I',
  kLongText = 'L',
  kInt4 = 'J',
  kInt1 = 'K',
  kInt2 = 'M',
  kNone = 'N',
  kPersistentText = 'P',
  kPersistent = 'Q',
  kReduce = 'R',
  kStringText = 'S',
  kString4 = 'T',
  kString1 = 'U',
  kUnicodeText = 'V',
  kUnicode4 = 'X',
  kAppend = 'a',
  kBuild = 'b',
  kGlobal = 'c',
  kDictFromMark = 'd',
  kAppends = 'e',
  kGetText = 'g',
  kGet1 = 'h',
  kInstance = 'i',
  kGet4 = 'j',
  kListFromMark = 'l',
  kObject = 'o',
  kPutText = 'p',
  kPut1 = 'q',
  kPut4 = 'r',
  kSetItem = 's',
  kTupleFromMark = 't',
  kSetItems = 'u',
  kFloat8 = 'G',
  kEmptyTuple = ')',
  kEmptyList = ']',
  kEmptyDict = '}',
  kBytes4 = 'B',
  kBytes1 = 'C',
  // Protocol 2
  kProtocol = 0x80,
  kNewObject = 0x81,
  kExtension1 = 0x82,
  kExtension2 = 0x83,
  kExtension4 = 0x84,
  kTuple1 = 0x85,
  kTuple2 = 0x86,
  kTuple3 = 0x87,
  kTrue = 0x88,
  kFalse = 0x89,
  kLong1 = 0x8a,
  kLong4 = 0x8b,
  // Protocol 4
  kUnicode1 = 0x8c,
  kUnicode8 = 0x8d,
  kBytes8 = 0x8e,
  kEmptySet = 0x8f,
  kAddItems = 0x90,
  kFrozenSetFromMark = 0x91,
  kNewObjectKeywords = 0x92,
  kStackGlobal = 0x93,
  kMemoize = 0x94,
  kFrame = 0x95,
  // Protocol 5
  kByteArray8 = 0x96,
  kNextBuffer = 0x97,
  kReadonlyBuffer = 0x98,
};

/// A module and a name in it.
using GlobalName = std::pair<std::string_view, std::string_view>;
/// What Python 2 calls it, in which protocols 0 to 2 are written; and back.
GlobalName old_name(const vm::Vm& vm, GlobalName name);
GlobalName new_name(const vm::Vm& vm, GlobalName name);

/// Raises one of _pickle's own exceptions.
vm::Ref raise_error(vm::Vm& vm, const char* exception, std::string_view message);
/// getattr along a dotted path; null without an exception when there is no such attribute.
vm::Ref find_attribute(vm::Vm& vm, vm::Value start, std::string_view path);
/// The module called `name` in sys.modules, imported when it is not there.
vm::Ref import_module(vm::Vm& vm, std::string_view name);

}  // namespace loopscope::runtime::pickle
