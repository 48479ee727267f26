// Finding modules: written in C++, or in Python and compiled in. Nothing is read from the machine.

#include <utility>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/descriptor_module.hpp"
#include "engine/runtime/modules.hpp"
#include "engine/runtime/state.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

constexpr std::string_view kLibrary = "/loopscope/lib/";

const EmbeddedFile* find_file(std::string_view path) {
  size_t count = 0;
  const EmbeddedFile* files = embedded_files(&count);
  for (size_t i = 0; i < count; ++i) {
    if (path == files[i].path) return &files[i];
  }
  return nullptr;
}

/// What can be used instead of a module that Loopscope does not have.
std::string_view hint_for(std::string_view name) {
  struct Hint {
    std::string_view name, text;
  };
  static constexpr Hint kHints[] = {
      {"ssl", "nothing reaches the network"},
      {"pdb", "pause the run and step in the window"},
      {"ctypes", "programs cannot leave the sandbox"},
      {"tempfile", "there are no files; io.StringIO holds text in memory"},
      {"shutil", "there are no files"},
      {"pathlib", "there are no files; os.path joins and splits names"},
      {"sqlite3", "there are no files; a dict holds data in memory"},
      {"http", "nothing reaches the network; asyncio.sleep stands in for waiting"},
      {"urllib", "nothing reaches the network; asyncio.sleep stands in for waiting"},
      {"aiohttp", "nothing reaches the network; asyncio.sleep stands in for waiting"},
      {"requests", "nothing reaches the network; asyncio.sleep stands in for waiting"},
      {"numpy", "lists and the math module work"},
      {"trio", "asyncio is the library that Loopscope shows"},
      {"anyio", "asyncio is the library that Loopscope shows"},
      {"uvloop", "Loopscope's own event loop is used"},
      {"pytest", "assert statements work"},
      {"unittest", "assert statements work"},
      {"argparse", "sys.argv holds the arguments"},
      {"datetime", "the time module works"},
      {"decimal", "int and float work"},
      {"fractions", "int and float work"},
      {"statistics", "sum() and the math module work"},
      {"struct", "int.to_bytes and int.from_bytes work"},
      {"hashlib", "hash() works"},
      {"secrets", "the random module works"},
      {"uuid", "itertools.count() gives fresh numbers"},
      {"textwrap", "the methods of str work"},
      {"pprint", "print() works"},
      {"ast", "compile() and exec() take text"},
      {"dis", "the window shows each line as it runs"},
      {"tracemalloc", "sys.getrefcount() works"},
      {"faulthandler", "tracebacks are printed anyway"},
  };
  for (const Hint& hint : kHints) {
    if (hint.name == name) return hint.text;
  }
  return {};
}

Ref refuse(Vm& vm, std::string_view name, std::string_view hint) {
  Ref error = vm.make_exception(vm.exc.ModuleNotFoundError,
                                fmt::format("No module named '{}' (Loopscope does not have it: {})", name, hint));
  if (!error) return nullptr;
  Ref n = text(name);
  vm.setattr(error, "name", n);
  return vm.raise_instance(std::move(error));
}

void describe(Vm& vm, Module* module, std::string_view name, bool package) {
  if (!module->dict) module->dict = make_dict().release();
  Ref n = text(name);
  dict_set(module->dict, vm.names.__name__, n);
  if (dict_get(module->dict, vm.names.__doc__).is_null()) dict_set(module->dict, vm.names.__doc__, kNone);
  size_t dot = name.rfind('.');
  Ref parent = text(package ? name : dot == std::string_view::npos ? std::string_view() : name.substr(0, dot));
  dict_set(module->dict, vm.names.__package__, parent);
  dict_set(module->dict, "__loader__", kNone);
  dict_set(module->dict, "__spec__", kNone);
}

Ref load_native(Vm& vm, std::string_view name, bool (*fill)(Vm&, Module*)) {
  Ptr<Module> module = vm.add_module(name);
  if (!module) return nullptr;
  describe(vm, module.get(), name, false);
  if (fill(vm, module.get())) return module;
  dict_remove(vm.modules, intern(name));
  return nullptr;
}

/// While it lives, the clock stands: a library that sets itself up would otherwise fill the first milliseconds of every
/// timeline, and put all times of day off their round numbers. Its instructions still count towards the budget.
class TimeStands {
 public:
  explicit TimeStands(Vm& vm) : vm_(vm), before_(std::exchange(vm.instruction_ns, 0)) {}
  ~TimeStands() { vm_.instruction_ns = before_; }
  TimeStands(const TimeStands&) = delete;
  TimeStands& operator=(const TimeStands&) = delete;

 private:
  Vm& vm_;
  int64_t before_;
};

Ref load_embedded(Vm& vm, std::string_view name, const EmbeddedFile* file, bool package) {
  std::string path = std::string(kLibrary) + file->path;
  std::string_view source(file->text, file->size);
  runtime_of(vm).sources.add(path, source);
  Ptr<CodeObject> code = vm.compile(source, path);
  if (!code) return nullptr;
  Ptr<Module> module = vm.add_module(name);
  if (!module) return nullptr;
  describe(vm, module.get(), name, package);
  Ref file_name = text(path);
  dict_set(module->dict, vm.names.__file__, file_name);
  if (package) {
    Ptr<Str> folder = make_str(path.substr(0, path.rfind('/')));
    Value one = folder;
    dict_set(module->dict, vm.names.__path__, make_list(std::span<const Value>(&one, 1)));
  }
  const TimeStands until_return(vm);
  Ref done = vm.execute(code.get(), module->dict, module->dict);
  if (!done) {
    dict_remove(vm.modules, intern(name));
    return nullptr;
  }
  // A module may put something else in its place.
  Value present = dict_get(vm.modules, intern(name));
  return present ? Ref::share(present) : Ref(module);
}

}  // namespace

Ref find_module(Vm& vm, std::string_view name) {
  Runtime& runtime = runtime_of(vm);
  auto native = runtime.native_modules.find(std::string(name));
  if (native != runtime.native_modules.end()) return load_native(vm, name, native->second);
  std::string path(name);
  for (char& c : path) {
    if (c == '.') c = '/';
  }
  if (const EmbeddedFile* file = find_file(path + "/__init__.py")) return load_embedded(vm, name, file, true);
  if (const EmbeddedFile* file = find_file(path + ".py")) return load_embedded(vm, name, file, false);
  std::string_view hint = hint_for(name.substr(0, name.find('.')));
  return hint.empty() ? Ref() : refuse(vm, name, hint);
}

void register_native_module(Vm& vm, const char* name, bool (*fill)(Vm&, Module*)) {
  runtime_of(vm).native_modules[name] = fill;
}

void register_native_modules(Vm& vm) {
  register_native_module(vm, "time", fill_time);
  register_native_module(vm, "gc", fill_gc);
  register_native_module(vm, "_weakref", fill_weakref);
  register_native_module(vm, "math", fill_math);
  register_native_module(vm, "_collections", fill_collections);
  register_native_module(vm, "_random", fill_random);
  register_native_module(vm, "_contextvars", fill_contextvars);
  register_native_module(vm, "_traceback", fill_traceback);
  register_native_module(vm, "_types", fill_types);
  register_native_module(vm, "_warnings", fill_warnings);
  register_native_module(vm, "_operator", fill_operator);
  register_native_module(vm, "_processes", fill_processes);
  register_native_module(vm, "_pickle", fill_pickle);
  register_native_module(vm, "copyreg", fill_copyreg);
  register_native_module(vm, "_asyncio", loop::fill_asyncio_module);
  register_native_module(vm, "_loopscope", loop::fill_loopscope_module);
  register_native_module(vm, "_signal", loop::fill_signal_module);
  register_native_module(vm, "_thread", loop::fill_thread_module);
  register_native_module(vm, "_spawn", fill_spawn);
  register_native_module(vm, "_descriptors", loop::fill_descriptors_module);
  register_native_module(vm, "_epoll", loop::fill_epoll_module);
}

}  // namespace loopscope::runtime
