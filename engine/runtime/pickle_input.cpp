#include "engine/runtime/pickle_reader.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime::pickle {

bool Input::refill(Ref got) {
  std::string_view bytes;
  if (!got) return false;
  if (!bytes_view(got, &bytes)) {
    vm_.raise(vm_.exc.TypeError, "read() returned non-bytes object ({})", type_name(got));
    return false;
  }
  chunk_ = bytes;
  rest_ = chunk_;
  return true;
}

bool Input::next(unsigned char* op) {
  if (rest_.empty() && read_ && !refill(vm_.call(read_, Value::small_int(1)))) return false;
  if (rest_.empty()) {
    vm_.raise(vm_.exc.EOFError, "Ran out of input");
    return false;
  }
  *op = static_cast<unsigned char>(rest_.front());
  rest_.remove_prefix(1);
  return true;
}

bool Input::take(uint64_t count, std::string_view* out) {
  if (count > rest_.size() && rest_.empty() && read_) {
    if (count > INT64_MAX || !vm_.reserve(count)) return false;
    Ref size = make_int(static_cast<int64_t>(count));
    if (!refill(vm_.call(read_, size))) return false;
  }
  if (count > rest_.size()) {
    raise_error(vm_, "UnpicklingError", "pickle data was truncated");
    return false;
  }
  *out = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return true;
}

bool Input::line(std::string_view* out) {
  if (rest_.empty() && readline_ && !refill(vm_.call(readline_))) return false;
  const size_t end = rest_.find('\n');
  if (end == std::string_view::npos) {
    raise_error(vm_, "UnpicklingError", "pickle data was truncated");
    return false;
  }
  *out = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return true;
}

bool Input::frame(uint64_t count) {
  // Of a file, a whole frame is read at once; in memory it is enough that it is there.
  if (rest_.empty() && read_) {
    std::string_view all;
    if (!take(count, &all)) return false;
    rest_ = all;
    return true;
  }
  if (count <= rest_.size()) return true;
  raise_error(vm_, "UnpicklingError", "pickle data was truncated");
  return false;
}

}  // namespace loopscope::runtime::pickle
