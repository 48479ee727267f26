#pragma once
// Instructions on their way to a code object: jumps go to labels, and every instruction knows which exception handler
// is in force where it stands. `finish` resolves labels, drops unreachable code, finds stack depths and writes the
// exception table.

#include <cstdint>
#include <vector>

#include "engine/lang/code.hpp"

namespace loopscope::lang {

using Label = uint32_t;

class Emitter {
 public:
  Label label() {
    label_at_.push_back(kUnplaced);
    return static_cast<Label>(label_at_.size() - 1);
  }
  void place(Label label) { label_at_[label] = static_cast<uint32_t>(instructions_.size()); }

  void add(Op op, const Position& at, uint32_t a = 0, uint16_t b = 0);
  /// `target` becomes operand a.
  void jump(Op op, const Position& at, Label target) { add(op, at, target); }
  uint16_t new_cache() { return caches_ < 0xFFFF ? caches_++ : 0; }

  /// From the next instruction on, exceptions go to `target`, where the stack has the depth it has now minus `less`,
  /// and the exception. The handler stays in force until end_handler or set_handler.
  int begin_handler(Label target, int less = 0);
  /// Puts the handler outside of the current one in force.
  void end_handler() { handler_ = handlers_[static_cast<size_t>(handler_)].outer; }
  int handler() const { return handler_; }
  void set_handler(int handler) { handler_ = handler; }

  /// Writes instructions, positions, exceptions, stack_size and cache_count of `code`.
  void finish(Code& code);

 private:
  static constexpr uint32_t kUnplaced = 0xFFFFFFFF;
  struct Handler {
    Label target;
    int less;
    int outer;
    uint32_t begin;  // first instruction covered
    int depth = -1;
  };

  void find_depths(Code& code, std::vector<int>& depths);

  std::vector<Instr> instructions_;
  std::vector<Position> positions_;
  std::vector<int> handler_of_;  // for each instruction
  std::vector<Handler> handlers_;
  std::vector<uint32_t> label_at_;
  int handler_ = -1;
  uint16_t caches_ = 1;
};

}  // namespace loopscope::lang
