#include "engine/runtime/pickle_writer.hpp"

#include "engine/runtime/support.hpp"

namespace loopscope::runtime::pickle {

namespace {

constexpr size_t kFrameTarget = 64 * 1024;  // a frame ends behind the object with which it reaches this size
constexpr size_t kFrameMinimum = 4;         // what is shorter goes without
constexpr uint32_t kDepth = 1500;           // objects in objects

/// Counts the objects that are being written, one in the other.
class Deeper {
 public:
  explicit Deeper(Vm& vm) : vm_(vm), ok_(++vm.thread->native_depth <= std::min(vm.native_limit, kDepth)) {
    if (!ok_) vm.raise(vm.exc.RecursionError, "maximum recursion depth exceeded while pickling an object");
  }
  ~Deeper() { --vm_.thread->native_depth; }
  Deeper(const Deeper&) = delete;
  bool ok() const { return ok_; }

 private:
  Vm& vm_;
  const bool ok_;
};

/// Characters are the same object in CPython wherever they come from.
Value identity(Value v) { return is_str(v) && as<Str>(v)->length <= 1 ? Value(intern(as<Str>(v))) : v; }

}  // namespace

const uint32_t* WriterMemo::find(Value v) const {
  auto found = numbers.find(identity(v).bits());
  return found == numbers.end() ? nullptr : &found->second;
}

void WriterMemo::clear() {
  numbers.clear();
  kept.clear();
}

// --- bytes -----------------------------------------------------------------------------------------------------------

void Writer::op(Op code, std::string_view bytes) {
  op(code);
  body_ += bytes;
}

void Writer::number(uint64_t n, int count) {
  for (int i = 0; i < count; ++i) body_.push_back(static_cast<char>(n >> (8 * i)));
}

void Writer::line(Op code, std::string_view text) {
  op(code, text);
  body_.push_back('\n');
}

void Writer::sized(std::initializer_list<Sized> forms, std::string_view payload) {
  const uint64_t size = payload.size();
  for (const Sized& form : forms) {
    if (form.length_bytes < 8 && size >> (8 * form.length_bytes)) continue;
    const bool apart = framed() && size >= kFrameTarget;  // big ones are not copied into a frame
    if (apart) end_frame();
    op(form.op);
    number(size, form.length_bytes);
    body_ += payload;
    if (apart) out_ += std::exchange(body_, {});
    return;
  }
}

void Writer::end_frame() {
  if (framed() && body_.size() >= kFrameMinimum) {
    std::string body = std::exchange(body_, {});
    op(kFrame);
    number(body.size(), 8);
    body_ += body;
  }
  out_ += std::exchange(body_, {});
}

void Writer::frame_boundary() {
  if (framed() && body_.size() >= kFrameTarget) end_frame();
}

bool Writer::dump(Value v) {
  if (options_.protocol >= 2) {
    op(kProtocol);
    number(static_cast<uint64_t>(options_.protocol), 1);
    out_ += std::exchange(body_, {});
  }
  if (!save(v)) return false;
  op(kStop);
  end_frame();
  return true;
}

// --- the memo --------------------------------------------------------------------------------------------------------

void Writer::remember(Value v) {
  Value key = identity(v);
  const auto n = static_cast<uint32_t>(memo_.numbers.size());
  if (!memo_.numbers.emplace(key.bits(), n).second) return;
  memo_.kept.push_back(Ref::share(key));
  if (options_.protocol >= 4) {
    op(kMemoize);
  } else if (!binary()) {
    line(kPutText, fmt::format("{}", n));
  } else {
    op(n < 256 ? kPut1 : kPut4);
    number(n, n < 256 ? 1 : 4);
  }
}

void Writer::write_get(uint32_t n) {
  if (!binary()) return line(kGetText, fmt::format("{}", n));
  op(n < 256 ? kGet1 : kGet4);
  number(n, n < 256 ? 1 : 4);
}

bool Writer::write_known(Value v) {
  const uint32_t* n = memo_.find(v);
  if (n) write_get(*n);
  return n;
}

// --- objects ---------------------------------------------------------------------------------------------------------

bool Writer::save(Value v) {
  Deeper deeper(vm_);
  if (!deeper.ok() || !vm_.reserve(16)) return false;
  frame_boundary();
  vm_.charge(2);
  if (vm_.interrupt.load(std::memory_order_relaxed) && !vm_.at_safe_point()) return false;
  bool done = false;
  if (options_.persistent_id && !save_persistent(v, &done)) return false;
  return done || save_object(v);
}

bool Writer::save_persistent(Value v, bool* done) {
  Ref id = vm_.call(options_.persistent_id, v);
  if (!id || id.is_none()) return static_cast<bool>(id);
  *done = true;
  if (binary()) {
    // What stands for the object is not asked for a substitute itself.
    if (!save_object(id)) return false;
    op(kPersistent);
    return true;
  }
  Ref name = vm_.str(id);
  if (!name) return false;
  if (!as<Str>(name)->is_ascii()) {
    raise_error(vm_, "PicklingError", "persistent IDs in protocol 0 must be ASCII strings");
    return false;
  }
  line(kPersistentText, view(name));
  return true;
}

}  // namespace loopscope::runtime::pickle
