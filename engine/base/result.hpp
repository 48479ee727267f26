#pragma once
// A value or the reason why there is none. For failures that the caller must handle: files, formats, options.
// Exceptions of interpreted programs are values of the VM and do not pass through here.

#include <string>
#include <utility>
#include <variant>

namespace loopscope {

struct Error {
  std::string message;  // a sentence without a final stop, fit to be shown to the user
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const std::string& error() const { return std::get<1>(state_).message; }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const std::string& error() const { return error_.message; }

 private:
  Error error_;
  bool ok_ = true;
};

}  // namespace loopscope
