#pragma once
// How the front end says no: a SyntaxError with everything that CPython's printing of it needs.

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace loopscope::lang {

enum class SyntaxErrorKind : uint8_t { kSyntaxError, kIndentationError, kTabError };

/// Lines and offsets start at 1, offsets count characters (not bytes), as the attributes of CPython's SyntaxError do;
/// 0 means unknown. `text` is the source line without its line end.
struct SyntaxError {
  SyntaxErrorKind kind = SyntaxErrorKind::kSyntaxError;
  std::string message;
  std::string filename;
  int32_t lineno = 0;
  int32_t offset = 0;
  int32_t end_lineno = 0;
  int32_t end_offset = 0;
  std::string text;
};

/// A SyntaxWarning of the compiler, to be shown in source order before the program runs.
struct SyntaxWarning {
  std::string message;
  int32_t lineno = 0;
};

/// Either a value or the SyntaxError that prevented it.
template <typename T>
class Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(SyntaxError error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const T& value() const { return std::get<0>(state_); }
  T& value() { return std::get<0>(state_); }
  const SyntaxError& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, SyntaxError> state_;
};

}  // namespace loopscope::lang
