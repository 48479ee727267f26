// "Did you mean": the nearest existing name by edit distance.

#include <algorithm>

#include "engine/runtime/builtins.hpp"
#include "engine/runtime/support.hpp"
#include "engine/runtime/traceback.hpp"
#include "engine/vm/exception.hpp"

namespace loopscope::runtime {

namespace {

constexpr size_t kMoveCost = 2;
constexpr size_t kCaseCost = 1;
constexpr size_t kMaxLength = 40;
constexpr size_t kMaxCandidates = 750;

char lower(char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); }

size_t distance(std::string_view a, std::string_view b, size_t limit) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  if (a.empty() || b.empty()) return (a.size() + b.size()) * kMoveCost;
  if (a.size() > kMaxLength || b.size() > kMaxLength) return limit + 1;
  size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap * kMoveCost > limit) return limit + 1;
  std::vector<size_t> row(a.size() + 1);
  for (size_t i = 0; i <= a.size(); ++i) row[i] = i * kMoveCost;
  for (size_t j = 1; j <= b.size(); ++j) {
    size_t diagonal = row[0];
    row[0] = j * kMoveCost;
    size_t least = row[0];
    for (size_t i = 1; i <= a.size(); ++i) {
      size_t change = a[i - 1] == b[j - 1] ? 0 : lower(a[i - 1]) == lower(b[j - 1]) ? kCaseCost : kMoveCost;
      size_t best = std::min({diagonal + change, row[i] + kMoveCost, row[i - 1] + kMoveCost});
      diagonal = row[i];
      row[i] = best;
      least = std::min(least, best);
    }
    if (least > limit) return limit + 1;
  }
  return row[a.size()];
}

std::string nearest(Vm& vm, Value names, std::string_view wrong, bool hide_private) {
  Ptr<List> list = vm.list_of(names);
  if (!list || list->items.size() >= kMaxCandidates || wrong.size() > kMaxLength) return {};
  std::string best;
  size_t best_distance = SIZE_MAX;
  for (Value v : list->items) {
    if (!is_str(v)) continue;
    std::string_view name = view(v);
    if (name == wrong || (hide_private && name.starts_with('_'))) continue;
    size_t limit = std::min((name.size() + wrong.size() + 3) * kMoveCost / 6, best_distance - 1);
    size_t d = distance(wrong, name, limit);
    if (d > limit) continue;
    if (best.empty() || d < best_distance) {
      best = name;
      best_distance = d;
    }
  }
  return best;
}

const FrameObject* innermost_frame(const Exception* e) {
  const Traceback* t = e->traceback;
  while (t && t->next) t = t->next;
  return t ? t->frame : nullptr;
}

std::string for_attribute(Vm& vm, Exception* e) {
  Ref object = vm.getattr_or_null(e, vm.names.obj), name = vm.getattr_or_null(e, vm.names.name);
  if (!object || !name || !is_str(name) || object.is_none()) return {};
  Ref names = names_of(vm, object);
  if (!names) return {};
  bool hide = !view(name).starts_with('_');
  if (const FrameObject* frame = innermost_frame(e); hide && frame) {
    Ref locals = vm.getattr(frame, "f_locals");
    if (locals.is(Kind::kDict)) {
      Value self = dict_get(as<Dict>(locals), "self");
      hide = !(self && self == object.get());
    }
  }
  std::string found = nearest(vm, names, view(name), hide);
  return found.empty() ? "" : fmt::format(". Did you mean: '{}'?", found);
}

std::string for_name(Vm& vm, Exception* e, bool with_frames) {
  Ref name = vm.getattr_or_null(e, vm.names.name);
  if (!name || !is_str(name)) return {};
  const FrameObject* frame = with_frames ? innermost_frame(e) : nullptr;
  std::string found;
  if (frame) {
    Ref locals = vm.getattr(frame, "f_locals");
    if (!locals.is(Kind::kDict)) return {};
    Value self = dict_get(as<Dict>(locals), "self");
    if (self && vm.getattr_or_null(self, as<Str>(name))) return fmt::format(". Did you mean: 'self.{}'?", view(name));
    vm.take_exception();
    Ptr<List> names = vm.list_of(locals);
    for (Dict* more : {frame->globals, vm.builtins}) {
      Ptr<List> keys = vm.list_of(more);
      if (!names || !keys) return {};
      for (Value v : keys->items) append(names.get(), Ref::share(v));
    }
    found = nearest(vm, names, view(name), false);
  }
  static constexpr std::string_view kModules[] = {
      "abc",       "asyncio",   "collections", "contextlib", "contextvars", "copy",     "dataclasses",
      "enum",      "functools", "gc",          "inspect",    "itertools",   "json",     "logging",
      "math",      "operator",  "os",          "random",     "re",          "string",   "sys",
      "threading", "time",      "traceback",   "types",      "typing",      "warnings", "weakref"};
  bool module = std::find(std::begin(kModules), std::end(kModules), view(name)) != std::end(kModules);
  std::string out = found.empty() ? "" : fmt::format(". Did you mean: '{}'?", found);
  if (module) {
    out += found.empty() ? fmt::format(". Did you forget to import '{}'?", view(name))
                         : fmt::format(" Or did you forget to import '{}'?", view(name));
  }
  return out;
}

std::string for_import(Vm& vm, Exception* e) {
  Ref module_name = vm.getattr_or_null(e, vm.names.name), wrong = vm.getattr_or_null(e, intern("name_from"));
  if (!module_name || !wrong || !is_str(module_name) || !is_str(wrong)) return {};
  Value module = dict_get(vm.modules, as<Str>(module_name));
  Ref names = module ? names_of(vm, module) : Ref();
  if (!names) return {};
  std::string found = nearest(vm, names, view(wrong), !view(wrong).starts_with('_'));
  return found.empty() ? "" : fmt::format(". Did you mean: '{}'?", found);
}

}  // namespace

std::string suggestion_for(Vm& vm, Value exception, bool with_frames) {
  Ref pending = vm.take_exception();
  auto* e = as<Exception>(exception);
  std::string out;
  if (is_instance(exception, vm.exc.AttributeError)) {
    out = for_attribute(vm, e);
  } else if (is_instance(exception, vm.exc.NameError)) {
    out = for_name(vm, e, with_frames);
  } else if (is_instance(exception, vm.exc.ImportError)) {
    out = for_import(vm, e);
  }
  vm.take_exception();
  vm.restore_exception(std::move(pending));
  return out;
}

}  // namespace loopscope::runtime
