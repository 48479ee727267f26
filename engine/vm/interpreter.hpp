#pragma once
// The interpreter loop and what the files around it share. Internal to engine/vm.

#include "engine/vm/vm.hpp"

namespace loopscope::vm {

/// Frames of plain functions, last in first out, one stack a thread. Grows by chunks, so frames never move.
class FrameStack {
 public:
  FrameStack() = default;
  ~FrameStack();
  FrameStack(const FrameStack&) = delete;
  /// Room for a frame with `values` slots and stack items; uninitialised.
  Frame* push(size_t values) {
    size_t words = kHeadWords + values;
    if (static_cast<size_t>(limit_ - top_) < words) [[unlikely]]
      return push_slow(words);
    auto* frame = reinterpret_cast<Frame*>(top_);
    top_ += words;
    return frame;
  }
  void pop(Frame* frame) {
    auto* start = reinterpret_cast<uint64_t*>(frame);
    if (start == chunk_start_ && chunk_ > 0) [[unlikely]] {
      pop_chunk();
    } else {
      top_ = start;
    }
  }

 private:
  static constexpr size_t kHeadWords = (sizeof(Frame) - sizeof(Value)) / sizeof(uint64_t);
  static constexpr size_t kChunkWords = 16 * 1024;
  struct Chunk {
    uint64_t* start;
    uint64_t* limit;
    uint64_t* saved_top;  // of this chunk while a later one is in use
  };
  Frame* push_slow(size_t words);
  void pop_chunk();

  std::vector<Chunk> chunks_;
  size_t chunk_ = 0;  // index of the chunk in use
  uint64_t* chunk_start_ = nullptr;
  uint64_t* top_ = nullptr;
  uint64_t* limit_ = nullptr;
};

/// Runs from `start` (the innermost frame of a chain whose entry frame has is_entry set, or that frame itself) until
/// the entry frame returns, yields or raises. `input` is pushed on start's stack first unless null (owned); when
/// `raising`, the pending exception is raised there instead. `root`: the generator of the entry frame, or null.
Resumed interpret(Vm& vm, Frame* start, Generator* root, Value input, bool raising, Value* result);

/// Fills the slots of a new frame for `function` from borrowed arguments (increments them). False: TypeError pending,
/// the slots hold what was bound so far (or null).
bool bind_parameters(Vm& vm, Function* function, Args args, Value* slots);

/// A frame on the thread's stack, or inside a new generator when the code is one, ready to run; slots are null.
Frame* push_function_frame(Vm& vm, Function* function);
/// The generator object for a call of a generator function; its frame's slots are null.
Ptr<Generator> make_generator(Vm& vm, Function* function);
/// Releases a finished function frame: locals go to the frame object when a traceback still holds it.
void pop_frame(Vm& vm, Frame* frame);
/// The same for what a frame owns, without the frame's memory (generators).
void clear_frame(Frame* frame);
void init_frame(Frame* frame, CodeObject* code, Function* function, Dict* globals, Dict* names);

/// Calls a Python function from C++.
Ref call_function(Vm& vm, Function* function, Args args);

/// Adds the frame's current place to the pending exception's traceback.
void add_traceback(Vm& vm, Frame* frame);

/// Generators: state changes shared by the interpreter's inline path and resume().
void finish_generator(Vm& vm, Generator* generator);
/// StopIteration (and StopAsyncIteration in async generators) that escapes a generator becomes RuntimeError (PEP 479).
void convert_stop_iteration(Vm& vm, Generator* generator);
Generator* innermost_of(Generator* root);
/// Links between `outer` and `inner` of one chain (0: the same).
uint32_t chain_length(const Generator* outer, const Generator* inner);
/// Does the suspended generator stand at a `yield` of its own (and not at an await)?
bool suspended_at_yield(const Generator* generator);
/// The coroutine behind what coroutine.__await__() returns; null for other values.
Generator* coroutine_of_wrapper(Value wrapper);
Ref get_awaitable(Vm& vm, Value v, uint32_t context);
Value make_function(Vm& vm, CodeObject* code, Dict* globals);
Ref load_global_cached(Vm& vm, Frame* frame, Str* name, InlineCache& cache);

/// InlineCache::kind of attribute instructions.
enum AttrCacheKind : uint8_t { kAttrNone, kAttrInstanceDict, kAttrMethod, kAttrMethodNoDict };
/// The instance has no attribute of its own that hides the cached method.
inline bool method_not_shadowed(Value obj, Str* name, const InlineCache&) {
  if (!(obj.object()->type->type_flags & kHasDict)) return true;
  Dict* dict = static_cast<Instance*>(obj.object())->dict;
  return !dict || dict->live == 0 || dict_get(dict, name).is_null();
}

const char* generator_kind_name(const Generator* generator);

/// What a `for` loop or next() sees: value, or null without exception when exhausted.
Ref generator_next(Vm& vm, Generator* generator);

// Async generator awaitables (async_generator.cpp).
/// Checks before the first step of an asend/anext; false with an exception pending. Marks the generator running.
bool begin_asend(Vm& vm, AsyncGenAwaitable* awaitable);
/// The generator behind it went out of the step: yielded, returned or raised.
void end_asend(AsyncGenAwaitable* awaitable, bool finished);
bool init_async_generator_hooks(Vm& vm, Generator* generator);
Resumed awaitable_send(Vm& vm, AsyncGenAwaitable* awaitable, Value sent, Ref* result);
Resumed awaitable_throw(Vm& vm, AsyncGenAwaitable* awaitable, Ref exception, Ref* result);
Ref make_asend(Vm& vm, Generator* generator, AsyncGenAwaitable::Mode mode, Value value);
extern const std::span<const MethodDef> kAsyncGeneratorMethods;

// Exceptions.
void setup_exception_types(Vm& vm);
void setup_function_types(Vm& vm);
void setup_generator_types(Vm& vm);
void setup_frame_types(Vm& vm);
/// Every other built-in type; runs first (type.cpp).
void create_types(Vm& vm);
/// Runs what a dying suspended generator must run (close, the async generator hook); may resurrect it.
void finalize_generator(Generator* generator);
/// `raise exc from cause`; both borrowed.
void raise_statement(Vm& vm, Value exc, Value cause);
/// 1 matches, 0 not, -1: TypeError pending (a class that is no exception).
int exception_matches(Vm& vm, Value exc, Value type);
/// except*: see CHECK_EG_MATCH and PREP_RERAISE_STAR.
bool match_exception_group(Vm& vm, Value exc, Value type, Ref* matched, Ref* rest);
Ref prepare_reraise_star(Vm& vm, Value original, List* raised);

// Import machinery used by the opcodes (code_loading.cpp).
Ref import_name(Vm& vm, Str* name, Value fromlist, int64_t level, Dict* globals);
Ref import_from(Vm& vm, Value module, Str* name);
bool import_star(Vm& vm, Value module, Dict* names);

// Out-of-line parts of the interpreter (interpreter_helpers.cpp).
Ref load_name(Vm& vm, Frame* frame, Str* name);
void raise_unbound_local(Vm& vm, Frame* frame, uint32_t slot);
void raise_unbound_free(Vm& vm, Frame* frame, uint32_t slot);
Ref load_attr_cached(Vm& vm, Value obj, Str* name, InlineCache& cache);
/// LOAD_METHOD: *method is owned, *self is owned or null.
bool load_method(Vm& vm, Value obj, Str* name, InlineCache& cache, Ref* method, Ref* self);
bool store_attr_cached(Vm& vm, Value obj, Str* name, Value value, InlineCache& cache);
/// Items go to out[0..] in order, owned.
bool unpack_sequence(Vm& vm, Value sequence, uint32_t count, Value* out);
bool unpack_ex(Vm& vm, Value sequence, uint32_t before, uint32_t after, Value* out);
Ref format_value(Vm& vm, Value value, uint32_t flags, Value spec);
bool dict_update(Vm& vm, Dict* dict, Value mapping);
bool dict_merge(Vm& vm, Dict* dict, Value mapping, Value callable);
/// "module.name()" as messages about the arguments of a call name the callable.
std::string function_text(Vm& vm, Value callable);
Ref get_aiter(Vm& vm, Value v);
Ref get_anext(Vm& vm, Value aiter);
bool before_with(Vm& vm, Value manager, Ref* exit, Ref* entered, bool async);
Ref call_ex(Vm& vm, Value callable, Value self, Value args, Value kwargs);
Ref match_keys(Vm& vm, Value subject, Value keys);
Ref match_class(Vm& vm, Value subject, Value cls, Value names, uint32_t positional);
Ref set_from(Vm& vm, std::span<const Value> items);

}  // namespace loopscope::vm
