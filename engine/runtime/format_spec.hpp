#pragma once
// The format specification mini-language: format(), f-strings and str.format().

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// [[fill]align][sign][z][#][0][width][grouping][.precision][type]
struct FormatSpec {
  std::string fill = " ";
  char align = 0;  // < > = ^ or 0: the type's default
  char sign = 0;   // + - space or 0
  bool alternate = false;
  bool no_negative_zero = false;
  bool zero_padded = false;
  int64_t width = -1;
  char grouping = 0;  // , _ or 0
  int64_t precision = -1;
  char type = 0;
};

/// False with ValueError pending; `type_name` names the formatted type in messages.
bool parse_format_spec(vm::Vm& vm, std::string_view spec, std::string_view type_name, FormatSpec* out);
std::string pad_text(std::string_view text, const FormatSpec& spec, char default_align);
vm::Ref format_str(vm::Vm& vm, std::string_view value, std::string_view spec);
vm::Ref format_int(vm::Vm& vm, vm::Value value, std::string_view spec);
vm::Ref format_float(vm::Vm& vm, double value, std::string_view spec, std::string_view type_name = "float");
vm::Ref format_complex(vm::Vm& vm, double real, double imag, std::string_view spec);
/// repr() of a float.
std::string float_repr(double value);
/// The digits of |value| as %e %f %g do, without sign; `type` is one of eEfFgG%.
std::string float_digits(double value, char type, int64_t precision, bool alternate);

}  // namespace loopscope::runtime
