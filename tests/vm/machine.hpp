#pragma once
// A virtual machine for tests of the object model: no runtime, output kept in strings.

#include <gtest/gtest.h>

#include <string>

#include "engine/trace/recorder.hpp"
#include "engine/vm/vm.hpp"

namespace loopscope::vm {

struct CapturingHost final : Host {
  std::string out, err;
  void write_stdout(std::string_view text) override { out += text; }
  void write_stderr(std::string_view text) override { err += text; }
};

class MachineTest : public testing::Test {
 protected:
  CapturingHost host;
  trace::Recorder recorder;
  Limits limits;
  Vm vm{host, recorder, limits};

  std::string repr(Value v) { return vm.repr_text(v); }
  Ref big(const char* decimal) { return make_int_from_decimal(decimal); }
  /// "TypeError: message" of the pending exception, which is cleared; "" when there is none.
  std::string error() {
    Ref exception = vm.take_exception();
    if (!exception) return "";
    Tuple* arguments = as<Exception>(exception)->arguments;
    std::string text(type_of(exception)->name->view());
    if (arguments->count > 0 && arguments->items[0].is(Kind::kStr))
      text += ": " + std::string(as<Str>(arguments->items[0])->view());
    return text;
  }
  /// Runs a program in a fresh namespace; what it leaves there.
  Ptr<Dict> run(std::string_view source) {
    Ptr<Dict> globals = make_dict();
    dict_set(globals.get(), "__name__", intern("__main__"));
    Ptr<CodeObject> code = vm.compile(source, "test.py");
    Ref result = code ? vm.execute(code.get(), globals.get(), globals.get()) : Ref();
    failed = !result;
    return globals;
  }
  bool failed = false;
};

}  // namespace loopscope::vm
