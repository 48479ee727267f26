#pragma once
// The virtual machine: one isolated interpreter. Every function that runs Python code or can fail takes it.

#include <fmt/core.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/vm/exception.hpp"
#include "engine/vm/generator.hpp"

namespace loopscope::trace {
class Recorder;
}

namespace loopscope::vm {

/// Built-in types that C++ code names.
struct BuiltinTypes {
  Type *object, *type, *none, *ellipsis, *not_implemented, *bool_, *int_, *float_, *complex, *str, *bytes, *bytearray,
      *tuple, *list, *dict, *set, *frozenset, *slice, *range, *function, *native_function, *bound_method,
      *method_descriptor, *getset, *member, *property, *staticmethod, *classmethod, *cell, *code, *frame, *traceback,
      *module, *generator, *coroutine, *coroutine_wrapper, *async_generator, *async_generator_asend,
      *async_generator_athrow, *weakref, *super, *mapping_proxy;
};

/// Interned names that C++ code looks up.
struct Names {
#define NAME(n) Str* n;
#include "engine/vm/names.def"
#undef NAME
};

/// State of one Python thread.
struct ThreadState {
  uint32_t id = 1;           // trace ThreadId
  Frame* frame = nullptr;    // innermost running frame
  HandledException handled;  // bottom of the chain
  HandledException* handled_top = &handled;
  Ref pending;                // the raised exception instance, or null
  uint32_t depth = 0;         // Python frames, for the recursion limit
  uint32_t native_depth = 0;  // nested interpreter activations (C++ stack)
  Value asyncgen_firstiter;   // owned or null
  Value asyncgen_finalizer;   // owned or null
  Value running_loop;         // owned or null
  Value context;              // owned or null: current contextvars.Context
  uint32_t running_task = 0;  // Vm::running_task while another thread runs
  class FrameStack* frames = nullptr;

  explicit ThreadState(uint32_t thread_id = 1);
  ~ThreadState();
  ThreadState(const ThreadState&) = delete;
  /// Lets go of the objects that it owns; the frames must be gone.
  void clear();
};

/// Last id given out of each kind (tasks are futures): shared by the machines that write into one trace.
struct TraceIds {
  uint32_t coro = 0, code = 0, closed_generators = 0, future = 0, handle = 0, loop = 0, sync = 0, work = 0;
  std::unordered_map<std::string, uint32_t> files;
};

/// What the virtual machine asks of the world; engine/loop's World implements it, tests fake it.
class Host {
 public:
  virtual ~Host() = default;
  virtual void write_stdout(std::string_view text) = 0;
  virtual void write_stderr(std::string_view text) = 0;
};

/// Limits of one run.
struct Limits {
  int64_t instructions = 1'000'000'000;  // charged at backward jumps and calls; 20 s of virtual computing
  uint64_t memory = uint64_t{2} << 30;   // bytes of VM heap
  uint32_t recursion = 1000;             // Python frames
};

class Vm {
 public:
  /// `ids`: those of the machine that this one shares its trace with; null: a trace of its own.
  Vm(Host& host, trace::Recorder& recorder, const Limits& limits, TraceIds* ids = nullptr);
  ~Vm();
  Vm(const Vm&) = delete;

  BuiltinTypes types{};
  ExceptionTypes exc{};
  Names names{};
  ThreadState* thread;
  Dict* builtins;  // owned: namespace of the builtins module
  Dict* modules;   // owned: sys.modules
  Host& host;
  trace::Recorder& recorder;
  Limits limits;

  // --- clock -------------------------------------------------------------------------------------------------------
  int64_t now_ns = 0;  // the virtual clock; the recorder reads it
  static constexpr int64_t kInstructionNs = 20;
  int64_t instruction_ns = kInstructionNs;  // 0: what runs takes no time, and no other thread gets its turn
  int64_t spent = 0;                        // instructions charged so far
  std::atomic<bool> interrupt{false};       // set by other threads: look at on_interrupt at the next safe point
  void charge(int64_t instructions) {
    spent += instructions;
    now_ns += instructions * instruction_ns;
  }
  bool safe_point_due() const { return interrupt.load(std::memory_order_relaxed) || now_ns >= check_ns; }
  /// Called at safe points when they are due. False: an exception is pending.
  bool at_safe_point();
  /// When the next safe point is due: at the end of the instruction budget, or at this time if that comes first.
  void check_at(int64_t ns);
  /// The time of check_at() has come; may run other threads meanwhile and sets the next time. False: an exception is
  /// pending. The world's (engine/loop).
  bool (*on_time)(Vm&, void*) = nullptr;
  void* on_time_context = nullptr;
  bool (*on_interrupt)(Vm&, void*) = nullptr;
  void* interrupt_context = nullptr;

  // --- errors ------------------------------------------------------------------------------------------------------
  bool failed() const { return static_cast<bool>(thread->pending); }
  /// Raises TYPE(message); returns null so that `return vm.raise(...)` reads well.
  Ref raise(Type* type, std::string_view message);
  template <typename... T>
  Ref raise(Type* type, fmt::format_string<T...> format, T&&... args) requires(sizeof...(T) > 0) {
    return raise(type, std::string_view(fmt::vformat(format, fmt::make_format_args(args...))));
  }
  Ref raise_value(Type* type, Value argument);  // TYPE(argument)
  Ref raise_instance(Ref exception);            // sets __context__ as a raise statement does
  Ref take_exception();                         // the pending exception, no longer pending
  void restore_exception(Ref exception);        // pending again, nothing added
  bool pending_is(const Type* type) const;
  /// Clears a pending exception of `type`; true when there was one.
  bool clear_if(const Type* type);
  Ref make_exception(Type* type, std::string_view message);
  Ref make_exception_with(Type* type, std::span<const Value> arguments);
  /// The exception currently handled (sys.exception()), borrowed or null.
  Value handled_exception() const;
  /// "Exception ignored in: ..." as CPython's sys.unraisablehook does; clears the pending exception.
  void write_unraisable(std::string_view what, Value where);

  // --- calls -------------------------------------------------------------------------------------------------------
  Ref call(Value callable, Args args);
  Ref call(Value callable);
  Ref call(Value callable, Value a);
  Ref call(Value callable, Value a, Value b);
  Ref call(Value callable, Value a, Value b, Value c);
  Ref call_method(Value obj, Str* name, Args args = {});
  Ref call_method(Value obj, Str* name, Value a);
  Ref call_method(Value obj, const char* name, std::initializer_list<Value> args = {});

  // --- attributes, items, operators --------------------------------------------------------------------------------
  Ref getattr(Value obj, Str* name);
  Ref getattr(Value obj, const char* name);
  /// Absent: null without a pending exception (AttributeError swallowed).
  Ref getattr_or_null(Value obj, Str* name);
  bool setattr(Value obj, Str* name, Value value);  // null value deletes
  bool setattr(Value obj, const char* name, Value value);
  Value lookup(const Type* type, const Str* name);  // along the MRO, cached; borrowed or null
  /// A special method looked up on the type and bound to obj; null without exception when absent.
  Ref lookup_special(Value obj, Str* name);
  Ref getitem(Value obj, Value key);
  bool setitem(Value obj, Value key, Value value);
  bool delitem(Value obj, Value key);
  int contains(Value container, Value item);  // 1, 0, -1
  int64_t length(Value obj);                  // -1 on failure
  Ref binary(lang::BinaryOperator op, Value a, Value b);
  Ref inplace(lang::BinaryOperator op, Value a, Value b);
  Ref unary(lang::UnaryOperator op, Value a);
  Ref compare(lang::CompareOperator op, Value a, Value b);
  int equals(Value a, Value b);  // 1, 0, -1; identity implies equality
  int truth(Value v);            // 1, 0, -1
  bool hash(Value v, int64_t* out);
  Ref iter(Value v);
  Ref next(Value iterator);                    // null without exception: exhausted
  Ref repr(Value v);                           // a str
  Ref str(Value v);                            // a str
  Ref format(Value v, std::string_view spec);  // format(v, spec)
  std::string repr_text(Value v);              // for messages; "<...>" and no exception on failure
  /// Calls f(item) for each item; false on failure (also when f returns false).
  template <typename F>
  bool for_each(Value iterable, F&& f) {
    Ref it = iter(iterable);
    if (!it) return false;
    while (Ref item = next(it)) {
      if (!f(std::move(item))) return false;
    }
    return !failed();
  }
  Ptr<List> list_of(Value iterable);
  Ptr<Tuple> tuple_of(Value iterable);

  // --- conversions of arguments ------------------------------------------------------------------------------------
  /// __index__; raises TypeError or OverflowError ("Python int too large to convert to C ssize_t").
  bool to_index(Value v, int64_t* out);
  bool to_double(Value v, double* out);  // float, int or __float__
  /// Distributes arguments over named parameters: `out[i]` is borrowed or null when absent. Names that begin with '/'
  /// are positional only, with '$' keyword only. Raises CPython's TypeErrors in the name of `function`.
  bool bind(const char* function, Args args, std::initializer_list<const char*> parameters, size_t required,
            Value* out);

  // --- types, modules, code ----------------------------------------------------------------------------------------
  Type* make_type(const TypeDef& def);
  /// Call once the slots and methods of a built-in type are set: adds the dunder wrappers that its slots imply.
  void finish_type(Type* type);
  void add_methods(Type* type, std::span<const MethodDef> methods);
  void add_getsets(Type* type, std::span<const GetSetDef> getsets);
  Ref make_class(Str* name, Tuple* bases, Dict* ns, Type* metaclass);  // type(name, bases, ns)
  Ptr<Module> add_module(std::string_view name);                       // into sys.modules
  void add_functions(Module* module, std::span<const MethodDef> functions);
  /// Compiles; a SyntaxError is raised in Python on failure.
  Ptr<CodeObject> compile(std::string_view source, std::string_view filename, std::string_view mode = "exec");
  Ref execute(CodeObject* code, Dict* globals, Dict* names);
  /// `import name`: the module (the last part of a dotted name); ImportError as CPython words it.
  Ref import(std::string_view name);
  /// Set by runtime/: makes a module that is not in sys.modules yet; null without exception when there is none.
  Ref (*find_module)(Vm&, std::string_view name) = nullptr;

  // --- frames ------------------------------------------------------------------------------------------------------
  /// The innermost Python frame, and its line.
  Frame* current_frame() const { return thread->frame; }
  /// Frame `depth` levels up that is not Loopscope's library; null when there is none.
  Frame* user_frame() const;
  Ptr<FrameObject> frame_object(Frame* frame);
  static int32_t line_of(const Frame* frame);

  // --- memory ------------------------------------------------------------------------------------------------------
  /// A zeroed, initialised and (for GcObjects) tracked instance of a built-in type's own struct: type->instance_size
  /// bytes, kind type->instance_kind, one reference owned by the caller. Structs with C++ members are constructed by
  /// their makers.
  Object* new_object(Type* type);
  /// The same for structs with a tail (generators): `size` bytes in all.
  Object* new_object_sized(Type* type, size_t size);
  /// Call before growing something by `bytes`: false with MemoryError pending when the cap would be passed.
  bool reserve(uint64_t bytes);
  /// Runs the cycle collector; number of unreachable objects found.
  int64_t collect();
  bool gc_enabled = true;
  bool abandoned = false;  // killed: finalizers and callbacks of weak references are not called any more
  /// Nested activations of the interpreter (C++ stack) before RecursionError.
  uint32_t native_limit = 1500;
  bool trace_lines = false;  // tell the recorder each line that user code reaches

  // --- hooks for the runtime ---------------------------------------------------------------------------------------
  /// Coroutine that was never awaited is about to die (warnings; engine/runtime sets it).
  void (*on_never_awaited)(Vm&, Generator*) = nullptr;
  /// The program's own sys.unraisablehook; false when it has none (engine/runtime sets it).
  bool (*unraisable_hook)(Vm&, std::string_view what, Value where, Value exception) = nullptr;
  /// Prints what write_unraisable made; host.write_stderr when null (engine/runtime sets it).
  void (*on_unraisable)(Vm&, std::string_view text) = nullptr;
  /// Formats an exception with its traceback as the interpreter prints it (engine/runtime sets it).
  std::string (*format_exception)(Vm&, Value exception) = nullptr;
  bool debug_coroutine_origin = false;
  int coroutine_origin_depth = 0;  // sys.set_coroutine_origin_tracking_depth

  bool trace_enabled = false;  // the recorder is active
  TraceIds& trace_ids;
  /// The text of a source file for the trace; empty when unknown (engine/runtime sets it).
  std::string_view (*source_text)(Vm&, std::string_view filename) = nullptr;
  /// What engine/runtime keeps for this machine (Runtime of runtime/state.hpp).
  void* runtime_state = nullptr;
  /// The same of engine/loop (Asyncio of loop/asyncio.hpp); dies after the last object.
  std::shared_ptr<void> loop_state;
  /// Trace id of the running task, 0 outside of tasks (engine/loop keeps it).
  uint32_t running_task = 0;
  /// Trace id of a future or task when `v` is one, else 0 (engine/loop sets it).
  uint32_t (*future_trace_id)(Value v) = nullptr;

  /// Collector, intern table, weak references, side tables: private to the object half of engine/vm (impl.hpp).
  struct Impl;
  Impl* impl;

 private:
  int64_t check_ns = 0;
  bool stopped_by_budget_ = false;
  int64_t wanted_check_ns_ = INT64_MAX;
  std::unique_ptr<TraceIds> own_trace_ids_;
  static Impl* make_impl();
  void destroy_impl();  // frees every type and object that is left
};

/// The VM that this OS thread is running.
extern thread_local Vm* current_vm;

}  // namespace loopscope::vm
