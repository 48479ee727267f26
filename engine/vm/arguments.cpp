// Conversions and binding of the arguments of native functions.

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

bool Vm::to_index(Value v, int64_t* out) {
  if (v.is_small_int()) {
    *out = v.small_int();
    return true;
  }
  Ref index = Ref::share(v);
  if (!is_int(v)) {
    Ref method = lookup_special(v, names.__index__);
    if (!method) {
      if (!failed()) raise(exc.TypeError, "'{}' object cannot be interpreted as an integer", type_of(v)->name->view());
      return false;
    }
    index = call(method);
    if (!index) return false;
    if (!is_int(index)) {
      raise(exc.TypeError, "__index__ returned non-int (type {})", type_of(index)->name->view());
      return false;
    }
  }
  if (int_value(index, out) == 1) return true;
  raise(exc.OverflowError, "Python int too large to convert to C ssize_t");
  return false;
}

bool Vm::to_double(Value v, double* out) {
  if (v.is(Kind::kFloat)) {
    *out = as<Float>(v)->value;
    return true;
  }
  if (is_int(v)) {
    *out = int_to_double(*this, v, nullptr);
    return !failed();
  }
  Ref method = lookup_special(v, names.__float__);
  if (failed()) return false;
  if (method) {
    Ref result = call(method);
    if (!result) return false;
    if (!result.is(Kind::kFloat)) {
      raise(exc.TypeError, "{}.__float__ returned non-float (type {})", type_of(v)->name->view(),
            type_of(result)->name->view());
      return false;
    }
    *out = as<Float>(result)->value;
    return true;
  }
  if (lookup(type_of(v), names.__index__)) {
    Ref index = call_method(v, names.__index__);
    if (!index) return false;
    if (is_int(index)) {
      *out = int_to_double(*this, index, nullptr);
      return !failed();
    }
  }
  raise(exc.TypeError, "must be real number, not {}", type_of(v)->name->view());
  return false;
}

bool Vm::bind(const char* function, Args args, std::initializer_list<const char*> parameters, size_t required,
              Value* out) {
  auto name_of = [&](size_t i) { return std::string_view(parameters.begin()[i]); };
  auto bare = [](std::string_view name) {
    return name.starts_with('/') || name.starts_with('$') ? name.substr(1) : name;
  };
  size_t count = parameters.size(), positional = 0;
  for (size_t i = 0; i < count; ++i) {
    out[i] = kNull;
    positional += !name_of(i).starts_with('$');
  }
  if (args.count > positional) {
    size_t total = args.count + args.keyword_count();
    if (positional == 0) {
      raise(exc.TypeError, "{}() takes no positional arguments", function);
    } else {
      raise(exc.TypeError, "{}() takes {} {} argument{} ({} given)", function,
            required == positional ? "exactly" : "at most", positional, positional == 1 ? "" : "s", total);
    }
    return false;
  }
  for (size_t i = 0; i < args.count; ++i) out[i] = args[i];
  for (uint32_t k = 0; k < args.keyword_count(); ++k) {
    std::string_view keyword = args.keyword_name(k)->view();
    size_t i = 0;
    while (i < count && (name_of(i).starts_with('/') || bare(name_of(i)) != keyword)) ++i;
    if (i == count) {
      raise(exc.TypeError, "{}() got an unexpected keyword argument '{}'", function, keyword);
      return false;
    }
    if (out[i]) {
      raise(exc.TypeError, "argument for {}() given by name ('{}') and position ({})", function, keyword, i + 1);
      return false;
    }
    out[i] = args.keyword_value(k);
  }
  for (size_t i = 0; i < required; ++i) {
    if (out[i]) continue;
    if (name_of(i).starts_with('/')) {
      raise(exc.TypeError, "{} expected at least {} argument{}, got {}", function, required, required == 1 ? "" : "s",
            args.count);
    } else {
      raise(exc.TypeError, "{}() missing required argument '{}' (pos {})", function, bare(name_of(i)), i + 1);
    }
    return false;
  }
  return true;
}

}  // namespace loopscope::vm
