// Matching the arguments of a call to the parameters of a Python function, with CPython's errors.

#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

namespace {

/// 'a', 'b', and 'c'
std::string join_names(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
    out += "'" + names[i] + "'";
  }
  return out;
}

void raise_missing(Vm& vm, Function* function, const char* kind, const std::vector<std::string>& names) {
  vm.raise(vm.exc.TypeError, "{}() missing {} required {} argument{}: {}", function->qualname->view(), names.size(),
           kind, names.size() == 1 ? "" : "s", join_names(names));
}

void raise_too_many(Vm& vm, Function* function, uint32_t given, Value* slots) {
  const lang::Code& code = *function->code->code;
  uint32_t kwonly_given = 0;
  for (uint32_t i = code.arg_count; i < code.arg_count + code.kwonly_count; ++i) kwonly_given += !slots[i].is_null();
  uint32_t defaults = function->defaults ? function->defaults->count : 0;
  bool plural;
  std::string takes;
  if (defaults) {
    takes = fmt::format("from {} to {}", code.arg_count - defaults, code.arg_count);
    plural = true;
  } else {
    takes = fmt::format("{}", code.arg_count);
    plural = code.arg_count != 1;
  }
  std::string extra;
  if (kwonly_given > 0) {
    extra = fmt::format(" positional argument{} (and {} keyword-only argument{})", given != 1 ? "s" : "", kwonly_given,
                        kwonly_given != 1 ? "s" : "");
  }
  vm.raise(vm.exc.TypeError, "{}() takes {} positional argument{} but {}{} {} given", function->qualname->view(), takes,
           plural ? "s" : "", given, extra, given == 1 && kwonly_given == 0 ? "was" : "were");
}

/// Index of the parameter called `name` among [from, to), or -1.
int find_parameter(const CodeObject* code, Str* name, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; ++i) {
    if (code->slot_names[i] == name) return static_cast<int>(i);
  }
  for (uint32_t i = from; i < to; ++i) {
    if (equal(code->slot_names[i], name)) return static_cast<int>(i);
  }
  return -1;
}

bool bind_keywords(Vm& vm, Function* function, Args args, Value* slots, Dict* extra) {
  const CodeObject* object = function->code;
  const lang::Code& code = *object->code;
  uint32_t named = code.arg_count + code.kwonly_count;
  for (uint32_t k = 0; k < args.keyword_count(); ++k) {
    Str* name = args.keyword_name(k);
    Value value = args.keyword_value(k);
    int i = find_parameter(object, name, code.posonly_count, named);
    if (i >= 0) {
      if (!slots[i].is_null()) {
        vm.raise(vm.exc.TypeError, "{}() got multiple values for argument '{}'", function->qualname->view(),
                 name->view());
        return false;
      }
      incref(value);
      slots[i] = value;
      continue;
    }
    if (extra) {
      if (!dict_set(vm, extra, name, value)) return false;
      continue;
    }
    if (find_parameter(object, name, 0, code.posonly_count) >= 0) {
      std::string names;
      for (uint32_t n = 0; n < args.keyword_count(); ++n) {
        if (find_parameter(object, args.keyword_name(n), 0, code.posonly_count) < 0) continue;
        if (!names.empty()) names += ", ";
        names += args.keyword_name(n)->view();
      }
      vm.raise(vm.exc.TypeError, "{}() got some positional-only arguments passed as keyword arguments: '{}'",
               function->qualname->view(), names);
      return false;
    }
    vm.raise(vm.exc.TypeError, "{}() got an unexpected keyword argument '{}'", function->qualname->view(),
             name->view());
    return false;
  }
  return true;
}

bool fill_defaults(Vm& vm, Function* function, uint32_t given, Value* slots) {
  const CodeObject* object = function->code;
  const lang::Code& code = *object->code;
  uint32_t defaults = function->defaults ? function->defaults->count : 0;
  uint32_t first_default = code.arg_count - defaults;
  std::vector<std::string> missing;
  for (uint32_t i = given; i < code.arg_count; ++i) {
    if (!slots[i].is_null()) continue;
    if (i >= first_default) {
      slots[i] = function->defaults->items[i - first_default];
      incref(slots[i]);
    } else {
      missing.emplace_back(object->slot_names[i]->view());
    }
  }
  if (!missing.empty()) {
    raise_missing(vm, function, "positional", missing);
    return false;
  }
  for (uint32_t i = code.arg_count; i < code.arg_count + code.kwonly_count; ++i) {
    if (!slots[i].is_null()) continue;
    Value value = function->keyword_defaults ? dict_get(function->keyword_defaults, object->slot_names[i]) : kNull;
    if (value.is_null()) {
      missing.emplace_back(object->slot_names[i]->view());
      continue;
    }
    incref(value);
    slots[i] = value;
  }
  if (!missing.empty()) {
    raise_missing(vm, function, "keyword-only", missing);
    return false;
  }
  return true;
}

}  // namespace

bool bind_parameters(Vm& vm, Function* function, Args args, Value* slots) {
  const CodeObject* object = function->code;
  const lang::Code& code = *object->code;
  uint32_t positional = args.count < code.arg_count ? args.count : code.arg_count;
  for (uint32_t i = 0; i < positional; ++i) {
    incref(args.data[i]);
    slots[i] = args.data[i];
  }
  uint32_t next = code.arg_count + code.kwonly_count;
  if (code.flags & lang::kVarArgs) {
    std::span<const Value> rest(args.data + positional, args.count - positional);
    slots[next++] = make_tuple(rest).release();
  }
  Dict* extra = nullptr;
  if (code.flags & lang::kVarKeywords) {
    extra = make_dict().release();
    slots[next++] = extra;
  }
  if (args.keywords && !bind_keywords(vm, function, args, slots, extra)) return false;
  if (args.count > code.arg_count && !(code.flags & lang::kVarArgs)) {
    raise_too_many(vm, function, args.count, slots);
    return false;
  }
  return fill_defaults(vm, function, positional, slots);
}

}  // namespace loopscope::vm
