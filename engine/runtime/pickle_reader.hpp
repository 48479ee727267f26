#pragma once
// Bytes -> objects.

#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/pickle_format.hpp"

namespace loopscope::runtime::pickle {

/// Where the bytes come from: memory, or a file's read() and readline(), of which nothing behind the pickle is read.
class Input {
 public:
  Input(vm::Vm& vm, std::string_view bytes) : vm_(vm), rest_(bytes) {}
  Input(vm::Vm& vm, vm::Value read, vm::Value readline) : vm_(vm), read_(read), readline_(readline) {}

  /// The next opcode; false with EOFError pending.
  bool next(unsigned char* op);
  /// The next bytes, valid until the next call; false with UnpicklingError pending.
  bool take(uint64_t count, std::string_view* out);
  /// The next line without its end.
  bool line(std::string_view* out);
  /// So many bytes belong together.
  bool frame(uint64_t count);

 private:
  bool refill(vm::Ref got);

  vm::Vm& vm_;
  std::string_view rest_;
  std::string chunk_;          // what rest_ is part of, when it comes from a file
  vm::Value read_, readline_;  // borrowed; null: memory
};

struct ReaderOptions {
  bool old_names = true;
  // Borrowed; null when absent.
  vm::Value find_class, persistent_load, buffers;
  std::string_view encoding = "ASCII", errors = "strict";  // of Python 2's strings
};

class Reader {
 public:
  Reader(vm::Vm& vm, Input& input, const ReaderOptions& options, std::vector<vm::Ref>& memo)
      : vm_(vm), input_(input), options_(options), memo_(memo) {}
  /// The object; null with an exception pending.
  vm::Ref load();

 private:
  using Handler = bool (Reader::*)(unsigned char op);
  struct Handlers;
  static const Handlers& handlers();

  bool fail(std::string_view message);
  void push(vm::Ref v) { stack_.push_back(std::move(v)); }
  bool push_made(vm::Ref v);  // false when null
  bool pop(vm::Ref* v);
  bool top(vm::Value* v);
  bool need(size_t count);
  /// What lies above the last mark, which goes too.
  bool pop_mark(std::vector<vm::Ref>* items);
  bool size_argument(int bytes, uint64_t* n);

  bool constant(unsigned char op);
  bool integer(unsigned char op);
  bool integer_line(unsigned char op);
  bool long_integer(unsigned char op);
  bool real(unsigned char op);
  bool text_value(unsigned char op);
  bool bytes_value(unsigned char op);
  bool old_string(unsigned char op);
  bool buffer(unsigned char op);
  bool empty(unsigned char op);
  bool from_mark(unsigned char op);
  bool short_tuple(unsigned char op);
  bool add_one(unsigned char op);
  bool add_many(unsigned char op);
  bool stack_work(unsigned char op);
  bool memo_get(unsigned char op);
  bool memo_put(unsigned char op);
  bool global(unsigned char op);
  bool persistent(unsigned char op);
  bool call(unsigned char op);
  bool old_instance(unsigned char op);
  bool build(unsigned char op);
  bool header(unsigned char op);
  bool extension(unsigned char op);

  bool extend_list(vm::Value list, std::span<vm::Ref> items);
  bool extend_dict(vm::Value dict, std::span<vm::Ref> items);
  bool extend_set(vm::Value set, std::span<vm::Ref> items);
  bool set_attributes(vm::Value object, vm::Value state, bool slots);
  vm::Ref find_global(std::string_view module, std::string_view name);

  vm::Vm& vm_;
  Input& input_;
  const ReaderOptions options_;
  std::vector<vm::Ref>& memo_;
  std::vector<vm::Ref> stack_;
  std::vector<size_t> marks_;
  int protocol_ = 0;
};

}  // namespace loopscope::runtime::pickle
