#pragma once
// One machine with everything in it: what runs a program in a process of the world. The program itself has one, and so
// has every interpreter that it starts.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/loop/descriptors.hpp"
#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

class MachineHost;

class Machine {
 public:
  /// Belongs to the world's running process until finish(). `ids`: of the machine that it shares its trace with.
  /// `descriptors`: what the process starts with; null: the run's own standard streams.
  Machine(const Program& program, Outputs outputs, trace::Recorder& recorder, loop::World& world,
          vm::TraceIds* ids = nullptr, std::unique_ptr<loop::DescriptorTable> descriptors = nullptr);
  ~Machine();
  Machine(const Machine&) = delete;

  vm::Vm& vm() { return *vm_; }
  /// Compiles and executes the program as module `name`. False: an exception is pending.
  bool execute(std::string_view name = "__main__");
  /// Prints the pending exception, if there is one, as the interpreter does at its end; the exit status.
  int report_end(bool stop_was_asked_for, bool* stopped);
  /// Finalises in CPython's order and leaves the process.
  /// Returns the exit status: what `status` was, unless the threads that are left, or the last output, fail.
  int finish(int status, const std::function<bool()>& stop_was_asked_for = {}, bool* stopped = nullptr);

 private:
  const Program program_;
  const Outputs outputs_;
  Runtime runtime_;
  std::unique_ptr<MachineHost> host_;
  std::unique_ptr<vm::Vm> vm_;
};

}  // namespace loopscope::runtime
