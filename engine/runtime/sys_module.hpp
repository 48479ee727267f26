#pragma once
// The sys module and its standard streams.

#include <string_view>

#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

/// sys.NAME, or None when the program deleted it; null with RuntimeError pending when sys itself is gone.
Ref standard_stream(Vm& vm, const char* name);
/// Is it one of the engine's own text files?
bool is_native_stream(Vm& vm, Value file);
bool write_stream(Vm& vm, Value file, std::string_view text);
/// Passes on what sys.stdout has kept. False with an exception pending.
bool flush_output(Vm& vm);
/// Writes to sys.stderr as the interpreter itself does; to the host when there is none.
void write_stderr(Vm& vm, std::string_view text);
void setup_sys(Vm& vm, std::string_view path, const std::vector<std::string>& argv);

}  // namespace loopscope::runtime
