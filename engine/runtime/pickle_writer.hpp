#pragma once
// Objects -> bytes.

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/runtime/pickle_format.hpp"

namespace loopscope::runtime::pickle {

/// Objects that were written, by identity: they are written once. They are kept alive, so that no other object takes
/// their address. Outlives a Writer when a Pickler dumps several objects.
struct WriterMemo {
  std::unordered_map<uint64_t, uint32_t> numbers;  // by Value::bits()
  std::vector<vm::Ref> kept;

  const uint32_t* find(vm::Value v) const;
  void clear();
};

struct WriterOptions {
  int protocol = kDefaultProtocol;
  bool old_names = true;  // in protocols below 3
  // Borrowed; null when absent.
  vm::Value persistent_id, reducer_override, dispatch_table;
};

/// The parts of what __reduce_ex__ returns; null when absent or None.
struct Reduction {
  vm::Value callable, arguments, state, list_items, dict_items, set_state;
};

class Writer {
 public:
  Writer(vm::Vm& vm, const WriterOptions& options, WriterMemo& memo) : vm_(vm), options_(options), memo_(memo) {}
  /// False with an exception pending.
  bool dump(vm::Value v);
  std::string take() { return std::move(out_); }

 private:
  // --- bytes
  bool binary() const { return options_.protocol >= 1; }
  bool framed() const { return options_.protocol >= 4; }
  void op(Op code) { body_.push_back(static_cast<char>(code)); }
  void op(Op code, std::string_view bytes);
  /// Appends the lowest `count` bytes of n, little end first.
  void number(uint64_t n, int count);
  /// The opcode and length that fit; {opcode, bytes of its length}, shortest first.
  struct Sized {
    Op op;
    int length_bytes;
  };
  void sized(std::initializer_list<Sized> forms, std::string_view payload);
  void line(Op code, std::string_view text);
  void end_frame();
  void frame_boundary();

  // --- the memo
  void remember(vm::Value v);
  bool write_known(vm::Value v);
  void write_get(uint32_t number);

  // --- objects
  bool save(vm::Value v);
  bool save_object(vm::Value v);
  bool save_persistent(vm::Value v, bool* done);
  bool save_int(vm::Value v);
  void save_float(double value);
  bool save_str(vm::Value v);
  bool save_bytes(vm::Value v);
  bool save_bytearray(vm::Value v);
  bool save_tuple(vm::Value v);
  bool save_list(vm::Value v);
  bool save_dict(vm::Value v);
  vm::Ref set_items(vm::Value v);
  bool save_set(vm::Value v);
  bool save_frozenset(vm::Value v);
  bool save_as_call(vm::Value callable, std::initializer_list<vm::Value> arguments, vm::Value v);

  /// Reads the next items into an empty vector, no more than so many; each takes `width` places. False: an exception.
  using Read = std::function<bool(std::vector<vm::Ref>& into, size_t items)>;
  /// How items are added to what is on the stack: one by one (`one`), or many behind a mark.
  struct Adding {
    Op one, many;
    size_t width = 1;
    bool lone_rest = false;   // what remains behind full groups, if it is one item, goes without a mark
    bool empty_rest = false;  // behind full groups comes an empty one when nothing remains
    bool always_marked = false;
  };
  bool save_items(const Read& read, const Adding& adding);

  // --- everything else
  bool save_other(vm::Value v);
  bool save_global(vm::Value v, vm::Value name);
  bool write_global(std::string_view module, std::string_view name, vm::Value v);
  bool save_result(vm::Value v, vm::Value reduced);
  bool save_reduction(const Reduction& reduction, vm::Value v);
  bool save_call(const Reduction& reduction, vm::Value v);
  bool save_iterator(vm::Value iterator, bool pairs);

  vm::Vm& vm_;
  const WriterOptions options_;
  WriterMemo& memo_;
  std::string out_;
  std::string body_;  // of the frame that is being filled, or everything without frames
};

/// Where a class or function is found: a module and a dotted path in it. False with an exception pending.
bool locate(vm::Vm& vm, vm::Value v, vm::Value name, std::string* module, std::string* path);

}  // namespace loopscope::runtime::pickle
