// The Python face of exceptions: what they show, and the attributes of each kind.

#include "engine/runtime/builtin_types.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/exception.hpp"

namespace loopscope::runtime {

namespace {

Exception* ex(Value v) { return as<Exception>(v); }

Ref own_attribute(Value self, const char* name) {
  Dict* dict = ex(self)->dict;
  return dict ? Ref::share(dict_get(dict, name)) : Ref();
}

// --- str and repr ----------------------------------------------------------------------------------------------------

Ref exception_str(Vm& vm, Value self) {
  Tuple* arguments = ex(self)->arguments;
  if (!arguments || arguments->count == 0) return text("");
  if (arguments->count == 1) return vm.str(arguments->items[0]);
  return vm.repr(arguments);
}

Ref exception_repr(Vm& vm, Value self) {
  Tuple* arguments = ex(self)->arguments;
  std::string_view name = type_name(self);
  name = name.substr(name.rfind('.') + 1);
  if (arguments && arguments->count == 1) {
    Ref inner = vm.repr(arguments->items[0]);
    return inner ? text(fmt::format("{}({})", name, view(inner))) : Ref();
  }
  Ref inner = arguments ? vm.repr(arguments) : text("()");
  return inner ? text(fmt::format("{}{}", name, view(inner))) : Ref();
}

/// KeyError shows its only argument as repr, so that an empty key can be seen.
Ref key_error_str(Vm& vm, Value self) {
  Tuple* arguments = ex(self)->arguments;
  return arguments && arguments->count == 1 ? vm.repr(arguments->items[0]) : exception_str(vm, self);
}

Ref os_error_str(Vm& vm, Value self) {
  Ref number = own_attribute(self, "errno"), message = own_attribute(self, "strerror"),
      file = own_attribute(self, "filename");
  if (!number || !message || number.is_none() || message.is_none()) return exception_str(vm, self);
  std::string out = fmt::format("[Errno {}] ", vm.repr_text(number));
  Ref shown = vm.str(message);
  if (!shown) return nullptr;
  out += view(shown);
  if (file && !file.is_none()) {
    Ref name = vm.repr(file);
    if (!name) return nullptr;
    out += fmt::format(": {}", view(name));
    Ref second = own_attribute(self, "filename2");
    if (second && !second.is_none()) out += " -> " + vm.repr_text(second);
  }
  return text(out);
}

Ref syntax_error_str(Vm& vm, Value self) {
  Ref message = own_attribute(self, "msg"), file = own_attribute(self, "filename"),
      line = own_attribute(self, "lineno");
  Ref shown = vm.str(message ? message.get() : kNone);
  if (!shown) return nullptr;
  bool has_line = line && is_int(line), has_file = file && is_str(file);
  std::string name;
  if (has_file) {
    name = view(file);
    name = name.substr(name.rfind('/') + 1);
  }
  if (has_file && has_line) return text(fmt::format("{} ({}, line {})", view(shown), name, int_to_string(line)));
  if (has_file) return text(fmt::format("{} ({})", view(shown), name));
  if (has_line) return text(fmt::format("{} (line {})", view(shown), int_to_string(line)));
  return shown;
}

Ref import_error_str(Vm& vm, Value self) {
  Ref message = own_attribute(self, "msg");
  return message && is_str(message) ? Ref(message) : exception_str(vm, self);
}

Ref unicode_error_str(Vm& vm, Value self) {
  Ref encoding = own_attribute(self, "encoding"), object = own_attribute(self, "object"),
      start = own_attribute(self, "start"), end = own_attribute(self, "end"), reason = own_attribute(self, "reason");
  int64_t from = 0, to = 0;
  if (!encoding || !object || !reason || int_value(start, &from) != 1 || int_value(end, &to) != 1 ||
      !is_str(encoding) || !is_str(reason)) {
    return exception_str(vm, self);
  }
  bool decode = is_instance(self, vm.exc.UnicodeDecodeError);
  std::string_view bytes;
  std::string what;
  if (decode && bytes_view(object, &bytes) && to == from + 1 && from >= 0 && static_cast<size_t>(from) < bytes.size()) {
    what =
        fmt::format("byte 0x{:02x} in position {}", static_cast<unsigned char>(bytes[static_cast<size_t>(from)]), from);
  } else if (!decode && is_str(object) && to == from + 1 && from >= 0 && from < as<Str>(object)->length) {
    uint32_t cp = code_point_at(as<Str>(object), static_cast<size_t>(from));
    std::string shown = cp < 0x100     ? fmt::format("\\x{:02x}", cp)
                        : cp < 0x10000 ? fmt::format("\\u{:04x}", cp)
                                       : fmt::format("\\U{:08x}", cp);
    what = fmt::format("character '{}' in position {}", shown, from);
  } else {
    what = fmt::format("{} in position {}-{}", decode ? "bytes" : "characters", from, to - 1);
  }
  return text(
      fmt::format("'{}' codec can't {} {}: {}", view(encoding), decode ? "decode" : "encode", what, view(reason)));
}

// --- construction beyond args ----------------------------------------------------------------------------------------

thread_local bool (*base_init)(Vm&, Value, Args) = nullptr;
thread_local bool (*import_init)(Vm&, Value, Args) = nullptr;

bool refuse_keywords(Vm& vm, Value self, Args args) {
  if (args.keyword_count() == 0) return true;
  vm.raise(vm.exc.TypeError, "{}() takes no keyword arguments", type_name(self));
  return false;
}

void set_arguments(Value self, std::span<const Value> arguments) {
  Tuple* tuple = make_tuple(arguments).release();
  decref(std::exchange(ex(self)->arguments, tuple));
}

bool syntax_error_init(Vm& vm, Value self, Args args) {
  if (!refuse_keywords(vm, self, args)) return false;
  set_arguments(self, {args.data, args.count});
  const char* fields[] = {"filename", "lineno", "offset", "text", "end_lineno", "end_offset"};
  if (!vm.setattr(self, "msg", args.count ? args[0] : kNone)) return false;
  Ptr<Tuple> place;
  if (args.count == 2) {
    place = vm.tuple_of(args[1]);
    if (!place) return false;
  }
  for (size_t i = 0; i < std::size(fields); ++i) {
    Value v = place && i < place->count ? place->items[i] : kNone;
    if (!vm.setattr(self, fields[i], v)) return false;
  }
  return vm.setattr(self, "print_file_and_line", kNone);
}

bool import_error_init(Vm& vm, Value self, Args args) {
  for (const char* name : {"name", "path"}) {
    if (!vm.setattr(self, name, kNone)) return false;
  }
  if (!import_init(vm, self, args)) return false;
  return vm.setattr(self, "msg", args.count == 1 ? args[0] : kNone);
}

bool unicode_error_init(Vm& vm, Value self, Args args) {
  if (!refuse_keywords(vm, self, args)) return false;
  if (args.count != 5) {
    vm.raise(vm.exc.TypeError, "function takes exactly 5 arguments ({} given)", args.count);
    return false;
  }
  set_arguments(self, {args.data, args.count});
  const char* fields[] = {"encoding", "object", "start", "end", "reason"};
  for (size_t i = 0; i < 5; ++i) {
    if (!vm.setattr(self, fields[i], args[i])) return false;
  }
  return true;
}

/// The subclass of OSError for an errno of Linux.
Type* os_error_type(Vm& vm, int64_t number) {
  switch (number) {
    case 11:
    case 114:
    case 115:
      return vm.exc.BlockingIOError;
    case 10:
      return vm.exc.ChildProcessError;
    case 32:
    case 108:
      return vm.exc.BrokenPipeError;
    case 103:
      return vm.exc.ConnectionAbortedError;
    case 111:
      return vm.exc.ConnectionRefusedError;
    case 104:
      return vm.exc.ConnectionResetError;
    case 17:
      return vm.exc.FileExistsError;
    case 2:
      return vm.exc.FileNotFoundError;
    case 4:
      return vm.exc.InterruptedError;
    case 21:
      return vm.exc.IsADirectoryError;
    case 20:
      return vm.exc.NotADirectoryError;
    case 1:
    case 13:
      return vm.exc.PermissionError;
    case 3:
      return vm.exc.ProcessLookupError;
    case 110:
      return vm.exc.TimeoutError;
    default:
      return nullptr;
  }
}

thread_local Ref (*base_construct)(Vm&, Type*, Args) = nullptr;

Ref os_error_construct(Vm& vm, Type* type, Args args) {
  int64_t number = 0;
  if (type == vm.exc.OSError && args.count >= 2 && args.count <= 5 && int_value(args[0], &number) == 1) {
    if (Type* better = os_error_type(vm, number)) type = better;
  }
  return base_construct(vm, type, args);
}

bool os_error_init(Vm& vm, Value self, Args args) {
  if (!refuse_keywords(vm, self, args)) return false;
  bool detailed = args.count >= 2 && args.count <= 5;
  Value number = detailed ? args[0] : kNone, message = detailed ? args[1] : kNone;
  Value file = detailed && args.count >= 3 ? args[2] : kNone, second = detailed && args.count == 5 ? args[4] : kNone;
  // The file name is no part of args.
  set_arguments(self, {args.data, detailed ? 2 : args.count});
  return vm.setattr(self, "errno", number) && vm.setattr(self, "strerror", message) &&
         vm.setattr(self, "filename", file) && vm.setattr(self, "filename2", second);
}

// --- methods and attributes ------------------------------------------------------------------------------------------

bool assign_traceback(Vm& vm, Value self, Value v, const char* message) {
  if (!v.is_none() && !v.is(Kind::kTraceback)) {
    vm.raise(vm.exc.TypeError, message);
    return false;
  }
  Traceback* fresh = v.is_none() ? nullptr : as<Traceback>(v);
  if (fresh) ++fresh->refs;
  if (Traceback* old = std::exchange(ex(self)->traceback, fresh)) decref(old);
  return true;
}

Ref with_traceback(Vm& vm, Value self, Args args) {
  return assign_traceback(vm, self, args[0], "__traceback__ must be a traceback or None") ? Ref::share(self) : Ref();
}

Ref add_note(Vm& vm, Value self, Args args) {
  if (!is_str(args[0])) return vm.raise(vm.exc.TypeError, "note must be a str, not '{}'", type_name(args[0]));
  Ref notes = vm.getattr_or_null(self, vm.names.__notes__);
  if (vm.failed()) return nullptr;
  if (!notes) {
    notes = make_list();
    if (!vm.setattr(self, vm.names.__notes__, notes)) return nullptr;
  }
  if (!notes.is(Kind::kList)) return vm.raise(vm.exc.TypeError, "Cannot add note: __notes__ is not a list");
  append(as<List>(notes), Ref::share(args[0]));
  return none();
}

Ref set_state(Vm& vm, Value self, Args args) {
  if (args[0].is_none()) return none();
  if (!args[0].is(Kind::kDict)) return vm.raise(vm.exc.TypeError, "state is not a dictionary");
  size_t position = 0;
  while (const Dict::Entry* entry = dict_next(as<Dict>(args[0]), &position)) {
    if (is_str(entry->key) && !vm.setattr(self, intern(as<Str>(entry->key)), entry->value)) return nullptr;
  }
  return none();
}

/// Attributes that a built-in exception makes of its arguments: pickling need not carry them.
std::span<const char* const> derived_attributes(const Vm& vm, Value self) {
  static constexpr const char* kOs[] = {"errno", "strerror", "filename", "filename2"};
  static constexpr const char* kSyntax[] = {"msg",  "filename",   "lineno",     "offset",
                                            "text", "end_lineno", "end_offset", "print_file_and_line"};
  static constexpr const char* kUnicode[] = {"encoding", "object", "start", "end", "reason"};
  static constexpr const char* kImport[] = {"msg", "name_from"};
  static constexpr const char* kName[] = {"name"};
  static constexpr const char* kAttribute[] = {"obj"};
  static constexpr const char* kGroup[] = {"message", "exceptions"};
  const ExceptionTypes& exc = vm.exc;
  if (is_instance(self, exc.OSError)) return kOs;
  if (is_instance(self, exc.SyntaxError)) return kSyntax;
  if (is_instance(self, exc.UnicodeError)) return kUnicode;
  if (is_instance(self, exc.ImportError)) return kImport;
  if (is_instance(self, exc.NameError)) return kName;
  if (is_instance(self, exc.AttributeError)) return kAttribute;
  if (is_instance(self, exc.BaseExceptionGroup)) return kGroup;
  return {};
}

/// What remains of the attributes; null when nothing does.
Ptr<Dict> own_attributes(const Vm& vm, Value self) {
  if (!ex(self)->dict) return nullptr;
  Ptr<Dict> rest = dict_copy(ex(self)->dict);
  for (const char* name : derived_attributes(vm, self)) dict_remove(rest.get(), intern(name));
  if (is_instance(self, vm.exc.ImportError)) {
    for (const char* name : {"name", "path"}) {
      if (dict_get(rest.get(), name).is_none()) dict_remove(rest.get(), intern(name));
    }
  }
  if (rest->live && is_instance(self, vm.exc.AttributeError)) dict_set(rest.get(), "args", ex(self)->arguments);
  return rest->live ? std::move(rest) : nullptr;
}

/// The arguments that make such an exception again: a file name is no part of args.
Ref arguments_of(const Vm& vm, Value self) {
  Tuple* arguments = ex(self)->arguments;
  if (!is_instance(self, vm.exc.OSError) || arguments->count != 2 || !ex(self)->dict) return Ref::share(arguments);
  Value file = dict_get(ex(self)->dict, "filename"), second = dict_get(ex(self)->dict, "filename2");
  if (!file || file.is_none()) return Ref::share(arguments);
  const bool both = second && !second.is_none();
  const Value all[] = {arguments->items[0], arguments->items[1], file, kNone, second};
  return make_tuple(std::span<const Value>(all, both ? 5 : 3));
}

Ref reduce(Vm& vm, Value self, Args) {
  Ptr<Dict> state = own_attributes(vm, self);
  Ref arguments = arguments_of(vm, self);
  const Value parts[3] = {type_of(self), arguments, state};
  return make_tuple(std::span<const Value>(parts, state ? 3 : 2));
}

const MethodDef kMethods[] = {
    {"with_traceback", with_traceback, 1, 1},
    {"add_note", add_note, 1, 1},
    {"__setstate__", set_state, 1, 1},
    {"__reduce__", reduce},
};

template <Exception* Exception::*Link>
Ref get_link(Vm&, Value self) {
  Exception* e = ex(self)->*Link;
  return Ref::share(e ? Value(e) : kNone);
}
template <Exception* Exception::*Link>
bool set_link(Vm& vm, Value self, Value v) {
  const char* name = Link == &Exception::cause ? "cause" : "context";
  if (!v || (!v.is_none() && !v.is(Kind::kException))) {
    vm.raise(vm.exc.TypeError, "exception {} must be None or derive from BaseException", name);
    return false;
  }
  Exception* fresh = v.is_none() ? nullptr : ex(v);
  if (fresh) ++fresh->refs;
  if (Exception* old = std::exchange(ex(self)->*Link, fresh)) decref(old);
  if (Link == &Exception::cause) ex(self)->suppress_context = true;
  return true;
}

const GetSetDef kGetSets[] = {
    {"args", [](Vm&, Value self) { return Ref::share(ex(self)->arguments); },
     [](Vm& vm, Value self, Value v) {
       if (!v) {
         vm.raise(vm.exc.TypeError, "args may not be deleted");
         return false;
       }
       Ptr<Tuple> tuple = vm.tuple_of(v);
       if (!tuple) return false;
       decref(std::exchange(ex(self)->arguments, tuple.release()));
       return true;
     }},
    {"__traceback__",
     [](Vm&, Value self) {
       Traceback* t = ex(self)->traceback;
       return Ref::share(t ? Value(t) : kNone);
     },
     [](Vm& vm, Value self, Value v) {
       return assign_traceback(vm, self, v ? v : kTrue, "__traceback__ must be a traceback or None");
     }},
    {"__cause__", get_link<&Exception::cause>, set_link<&Exception::cause>},
    {"__context__", get_link<&Exception::context>, set_link<&Exception::context>},
    {"__suppress_context__", [](Vm&, Value self) { return boolean(ex(self)->suppress_context); },
     [](Vm& vm, Value self, Value v) {
       int t = v ? vm.truth(v) : 0;
       if (t < 0) return false;
       ex(self)->suppress_context = t == 1;
       return true;
     }},
};

Ref get_value(Vm&, Value self) { return Ref::share(ex(self)->value ? ex(self)->value : kNone); }
bool set_value(Vm&, Value self, Value v) {
  incref(v);
  decref(std::exchange(ex(self)->value, v));
  return true;
}
const GetSetDef kStopIterationGetSets[] = {{"value", get_value, set_value}};
const GetSetDef kSystemExitGetSets[] = {{"code", get_value, set_value}};

}  // namespace

void setup_exceptions(Vm& vm) {
  ExceptionTypes& exc = vm.exc;
  base_construct = exc.BaseException->construct;
  base_init = exc.BaseException->init;
  import_init = exc.ImportError->init;
  vm.add_methods(exc.BaseException, kMethods);
  vm.add_getsets(exc.BaseException, kGetSets);
  vm.add_getsets(exc.StopIteration, kStopIterationGetSets);
  vm.add_getsets(exc.SystemExit, kSystemExitGetSets);
  Type* all[] = {exc.BaseException,
#define EXCEPTION(name, base) exc.name,
#include "engine/vm/exceptions.def"
#undef EXCEPTION
                 exc.ExceptionGroup, exc.CancelledError, exc.InvalidStateError, exc.StopRequested};
  for (Type* type : all) {
    type->str = exception_str;
    type->repr = exception_repr;
    if (is_subtype(type, exc.KeyError)) type->str = key_error_str;
    if (is_subtype(type, exc.OSError)) {
      type->str = os_error_str;
      type->construct = os_error_construct;
      type->init = os_error_init;
    }
    if (is_subtype(type, exc.SyntaxError)) {
      type->str = syntax_error_str;
      type->init = syntax_error_init;
    }
    if (is_subtype(type, exc.ImportError)) {
      type->str = import_error_str;
      type->init = import_error_init;
    }
    if (is_subtype(type, exc.UnicodeDecodeError) || is_subtype(type, exc.UnicodeEncodeError)) {
      type->str = unicode_error_str;
      type->init = unicode_error_init;
    }
    vm.finish_type(type);
  }
  // Attributes that exist without having been set.
  for (Type* type : {exc.NameError, exc.AttributeError}) dict_set(type->dict, "name", kNone);
  dict_set(exc.AttributeError->dict, "obj", kNone);
}

}  // namespace loopscope::runtime
