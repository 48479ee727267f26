#pragma once
// What the runtime keeps for one machine: its own types, the source texts, options of the run.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// Types that are not in vm::BuiltinTypes.
struct RuntimeTypes {
  vm::Type *sequence_iterator, *list_iterator, *list_reverse_iterator, *tuple_iterator, *str_iterator, *bytes_iterator,
      *range_iterator, *dict_key_iterator, *dict_value_iterator, *dict_item_iterator, *set_iterator, *callable_iterator,
      *enumerate, *zip, *map, *filter, *reversed, *dict_keys, *dict_values, *dict_items, *deque, *deque_iterator,
      *partial, *context, *context_var, *context_token, *text_file, *simple_namespace, *generic_alias, *union_type,
      *random, *anext_awaitable;
};

/// Source texts by file name, for tracebacks and warnings.
class SourceCache {
 public:
  void add(std::string_view filename, std::string_view text);
  /// The whole text, or empty.
  std::string_view text(std::string_view filename) const;
  /// Line `line` (from 1) without its end; empty when unknown.
  std::string_view line(std::string_view filename, int32_t line) const;

 private:
  struct File {
    std::string text;
    std::vector<uint32_t> starts;
  };
  std::map<std::string, File, std::less<>> files_;
};

/// sys.executable: what child processes may be started with.
inline constexpr const char* kInterpreterPath = "/loopscope/bin/python3";

/// A program: enough to run it, here and in the processes that it starts.
struct Program {
  std::string path;   // its name in tracebacks
  std::string argv0;  // sys.argv[0]
  std::string source;
  std::vector<std::string> argv;
  std::map<std::string, std::string> environment;
  std::vector<std::string> x_options;
  std::vector<std::string> warning_filters;
  uint64_t seed = 0;
  bool dev_mode = false;
  bool trace_lines = true;
  bool log_slow_select = false;
  bool unbuffered = false;  // -u
  std::string standard_input;
  vm::Limits limits;
};

/// Where text goes that a machine writes; either may be empty.
struct Outputs {
  std::function<void(std::string_view)> out, err;
};

struct Runtime {
  const Program* program = nullptr;
  const Outputs* outputs = nullptr;
  RuntimeTypes types{};
  SourceCache sources;
  std::map<std::string, std::string> environment;
  std::vector<std::string> warning_filters;
  uint64_t seed = 0;
  bool dev_mode = false;
  bool finalizing = false;
  std::string late_output;     // to a standard output that is not the run's own: it is written a block at a time
  bool bootstrapping = false;  // a worker process loads its program
  /// Native modules: name -> function that fills a new module.
  std::unordered_map<std::string, bool (*)(vm::Vm&, vm::Module*)> native_modules;
};

inline Runtime& runtime_of(const vm::Vm& vm) { return *static_cast<Runtime*>(vm.runtime_state); }

}  // namespace loopscope::runtime
