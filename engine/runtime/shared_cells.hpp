#pragma once
// Numbers as C keeps them: what multiprocessing.Value and Array are made of.

#include <string_view>
#include <vector>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

class Cells {
 public:
  /// So many cells of the type with this code (as the array module names them), all zero. False: no such type.
  bool reset(std::string_view code, size_t count);
  size_t size() const { return numbers_.size(); }
  vm::Ref get(size_t i) const;
  /// Integers wrap as C's do. False with TypeError pending when the value is of another kind.
  bool set(vm::Vm& vm, size_t i, vm::Value value);

 private:
  char code_ = 'i';
  std::vector<uint64_t> numbers_;  // the bits of an integer, sign extended, or of a double
};

}  // namespace loopscope::runtime
