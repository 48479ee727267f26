// Compiling source text into code objects, running modules, and the import statement.

#include "engine/lang/compiler.hpp"
#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

namespace {

void raise_syntax_error(Vm& vm, const lang::SyntaxError& error) {
  Type* type = vm.exc.SyntaxError;
  if (error.kind == lang::SyntaxErrorKind::kIndentationError) type = vm.exc.IndentationError;
  if (error.kind == lang::SyntaxErrorKind::kTabError) type = vm.exc.TabError;
  Ptr<Tuple> place = make_tuple(6);
  place->items[0] = make_str(error.filename).release();
  place->items[1] = make_int(error.lineno).release();
  place->items[2] = make_int(error.offset).release();
  place->items[3] = error.text.empty() ? kNone : make_str(error.text).release();
  place->items[4] = make_int(error.end_lineno).release();
  place->items[5] = make_int(error.end_offset).release();
  Ptr<Str> message = make_str(error.message);
  Value arguments[] = {message, place};
  Ref exception = vm.make_exception_with(type, arguments);
  if (exception) vm.raise_instance(std::move(exception));
}

Ref import_part(Vm& vm, std::string_view name) {
  if (Value module = dict_get(vm.modules, intern(name))) {
    if (module.is_none()) {
      Ref error =
          vm.make_exception(vm.exc.ModuleNotFoundError, fmt::format("import of {} halted; None in sys.modules", name));
      return error ? vm.raise_instance(std::move(error)) : Ref();
    }
    return Ref::share(module);
  }
  Ref module = vm.find_module ? vm.find_module(vm, name) : Ref();
  if (module || vm.failed()) return module;
  Ref error = vm.make_exception(vm.exc.ModuleNotFoundError, fmt::format("No module named '{}'", name));
  if (!error) return nullptr;
  Ptr<Str> text = make_str(name);
  vm.setattr(error, "name", text);
  return vm.raise_instance(std::move(error));
}

}  // namespace

Ptr<CodeObject> Vm::compile(std::string_view source, std::string_view filename, std::string_view mode) {
  lang::Mode parsed = mode == "eval" ? lang::Mode::kEval : mode == "single" ? lang::Mode::kSingle : lang::Mode::kExec;
  auto result = lang::compile(source, std::string(filename), parsed);
  if (!result.ok()) {
    raise_syntax_error(*this, result.error());
    return nullptr;
  }
  return make_code(*this, result.value());
}

Ref Vm::execute(CodeObject* code, Dict* globals, Dict* ns) {
  if (++thread->depth > limits.recursion) {
    --thread->depth;
    return raise(exc.RecursionError, "maximum recursion depth exceeded");
  }
  if (dict_get(globals, names.__builtins__).is_null()) {
    Value module = dict_get(modules, names.builtins);
    dict_set(globals, names.__builtins__, module ? module : kNone);
  }
  Frame* frame = thread->frames->push(code->slot_count + code->code->stack_size + 1);
  Ref keep = Ref::share(globals);
  init_frame(frame, code, nullptr, globals, ns);
  frame->back = thread->frame;
  frame->is_entry = true;
  Value result;
  return interpret(*this, frame, nullptr, kNull, false, &result) == Resumed::kReturned ? Ref::steal(result) : Ref();
}

Ref Vm::import(std::string_view name) {
  Ref module;
  for (size_t dot = 0; dot != std::string_view::npos;) {
    dot = name.find('.', dot ? dot + 1 : 0);
    Ref parent = std::move(module);
    std::string_view part = name.substr(0, dot);
    module = import_part(*this, part);
    if (!module) return nullptr;
    if (parent) {
      std::string_view last = part.substr(part.rfind('.') + 1);
      if (!setattr(parent, intern(last), module)) return nullptr;
    }
  }
  return module;
}

Ref import_name(Vm& vm, Str* name, Value fromlist, int64_t level, Dict* globals) {
  std::string absolute(name->view());
  if (level > 0) {
    Value package = dict_get(globals, vm.names.__package__);
    if (!package || !package.is(Kind::kStr) || as<Str>(package)->size == 0) {
      return vm.raise(vm.exc.ImportError, "attempted relative import with no known parent package");
    }
    std::string base(as<Str>(package)->view());
    for (int64_t i = 1; i < level; ++i) {
      size_t dot = base.rfind('.');
      if (dot == std::string::npos)
        return vm.raise(vm.exc.ImportError, "attempted relative import beyond top-level package");
      base.resize(dot);
    }
    absolute = absolute.empty() ? base : base + "." + absolute;
  }
  Ref module = vm.import(absolute);
  if (!module) return nullptr;
  if (fromlist.is_none() || (fromlist.is(Kind::kTuple) && as<Tuple>(fromlist)->count == 0)) {
    size_t dot = absolute.find('.');
    return dot == std::string::npos || level > 0 ? module : vm.import(absolute.substr(0, dot));
  }
  // `from package import submodule`: load what is not an attribute yet.
  for (Value item : as<Tuple>(fromlist)->view()) {
    if (as<Str>(item)->view() == "*") continue;
    Ref found = vm.getattr_or_null(module, as<Str>(item));
    if (found) continue;
    if (vm.failed()) return nullptr;
    if (!vm.find_module || !vm.getattr_or_null(module, vm.names.__path__)) continue;
    std::string full = absolute + "." + std::string(as<Str>(item)->view());
    if (!vm.import(full) && !vm.clear_if(vm.exc.ModuleNotFoundError)) return nullptr;
  }
  return module;
}

Ref import_from(Vm& vm, Value module, Str* name) {
  Ref value = vm.getattr_or_null(module, name);
  if (value || vm.failed()) return value;
  Ref module_name = vm.getattr_or_null(module, vm.names.__name__);
  std::string shown = module_name.is(Kind::kStr) ? std::string(as<Str>(module_name)->view()) : "<unknown module name>";
  if (Value submodule = dict_get(vm.modules, intern(shown + "." + std::string(name->view()))))
    return Ref::share(submodule);
  Ref file = vm.getattr_or_null(module, vm.names.__file__);
  Ref error = vm.make_exception(
      vm.exc.ImportError,
      fmt::format("cannot import name '{}' from '{}' ({})", name->view(), shown,
                  file.is(Kind::kStr) ? as<Str>(file)->view() : std::string_view("unknown location")));
  if (!error) return nullptr;
  if (module_name) vm.setattr(error, "name", module_name);
  vm.setattr(error, "name_from", name);
  return vm.raise_instance(std::move(error));
}

bool import_star(Vm& vm, Value module, Dict* ns) {
  Ref all = vm.getattr_or_null(module, intern("__all__"));
  if (vm.failed()) return false;
  if (all) {
    return vm.for_each(all, [&](Ref name) {
      if (!name.is(Kind::kStr)) {
        vm.raise(vm.exc.TypeError, "Item in __all__ must be str, not {}", type_of(name)->name->view());
        return false;
      }
      Ref value = vm.getattr(module, as<Str>(name));
      return value && dict_set(vm, ns, name, value);
    });
  }
  if (!module.is(Kind::kModule)) return true;
  Dict* dict = as<Module>(module)->dict;
  size_t position = 0;
  while (const Dict::Entry* entry = dict ? dict_next(dict, &position) : nullptr) {
    if (!entry->key.is(Kind::kStr) || as<Str>(entry->key)->view().starts_with('_')) continue;
    if (!dict_set(vm, ns, entry->key, entry->value)) return false;
  }
  return true;
}

}  // namespace loopscope::vm
