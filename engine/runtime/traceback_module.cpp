// _traceback: what the Python modules traceback and linecache stand on.

#include "engine/runtime/modules.hpp"
#include "engine/runtime/state.hpp"
#include "engine/runtime/support.hpp"
#include "engine/runtime/traceback.hpp"
#include "engine/vm/exception.hpp"

namespace loopscope::runtime {

namespace {

Ref column(int32_t c) { return c < 0 ? none() : make_int(c); }

/// (filename, lineno, name, line, end_lineno, colno, end_colno)
Ref as_tuple(Vm& vm, const FrameSummary& frame) {
  std::string_view line = runtime_of(vm).sources.line(frame.filename, frame.line);
  size_t start = line.find_first_not_of(" \t\f");
  line = start == std::string_view::npos ? std::string_view() : line.substr(start);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  Ref parts[] = {text(frame.filename),     make_int(frame.line), text(frame.name),        text(line),
                 make_int(frame.end_line), column(frame.column), column(frame.end_column)};
  std::vector<Value> items(std::begin(parts), std::end(parts));
  return make_tuple(std::span<const Value>(items));
}

Ref list_of_frames(Vm& vm, const std::vector<FrameSummary>& frames) {
  Ptr<List> list = make_list();
  for (const FrameSummary& frame : frames) append(list.get(), as_tuple(vm, frame));
  return list;
}

bool limit_of(Vm& vm, Value v, int64_t* out) {
  *out = INT64_MAX;
  return !v || v.is_none() || vm.to_index(v, out);
}

Ref extract_tb(Vm& vm, Value, Args args) {
  int64_t limit = 0;
  if (!limit_of(vm, args.count > 1 ? args[1] : kNone, &limit)) return nullptr;
  if (args[0].is_none()) return make_list();
  if (!args[0].is(Kind::kTraceback)) return vm.raise(vm.exc.TypeError, "expected traceback object or None");
  return list_of_frames(vm, extract_traceback(vm, as<Traceback>(args[0]), limit));
}

/// From a frame object or, with None, from the caller of the Python function that asks.
Ref extract_stack_of(Vm& vm, Value, Args args) {
  int64_t limit = 0;
  if (!limit_of(vm, args.count > 1 ? args[1] : kNone, &limit)) return nullptr;
  std::vector<FrameSummary> frames;
  if (args[0].is(Kind::kFrame)) {
    for (Ref f = Ref::share(args[0]); f.is(Kind::kFrame); f = vm.getattr(f, "f_back")) {
      auto* object = as<FrameObject>(f);
      frames.insert(frames.begin(), summarize(object->code, object->current_instruction(), object->line()));
      frames.front().column = frames.front().end_column = -1;
    }
    if (vm.failed()) return nullptr;
    if (limit != INT64_MAX) {
      auto size = static_cast<int64_t>(frames.size());
      int64_t keep = limit < 0 ? -limit : limit;
      if (size > keep) {
        if (limit >= 0) {
          frames.erase(frames.begin(), frames.end() - keep);
        } else {
          frames.resize(static_cast<size_t>(keep));
        }
      }
    }
  } else {
    Frame* frame = vm.current_frame();
    frames = extract_stack(vm, frame ? frame->back : nullptr, limit);
  }
  return list_of_frames(vm, frames);
}

/// The reverse of as_tuple.
bool from_tuple(Vm& vm, Value v, FrameSummary* out) {
  Ptr<Tuple> t = vm.tuple_of(v);
  if (!t) return false;
  if (t->count < 7 || !is_str(t->items[0]) || !is_str(t->items[2])) {
    vm.raise(vm.exc.TypeError, "not a frame summary");
    return false;
  }
  out->filename = view(t->items[0]);
  out->name = view(t->items[2]);
  auto number = [&](uint32_t i, int32_t missing) {
    int64_t n = missing;
    if (is_int(t->items[i])) int_value(t->items[i], &n);
    return static_cast<int32_t>(n);
  };
  out->line = number(1, 0);
  out->end_line = number(4, out->line);
  out->column = number(5, -1);
  out->end_column = number(6, -1);
  return true;
}

Ref format_list(Vm& vm, Value, Args args) {
  std::vector<FrameSummary> frames;
  bool ok = vm.for_each(args[0], [&](Ref item) {
    FrameSummary frame;
    if (!from_tuple(vm, item, &frame)) return false;
    frames.push_back(std::move(frame));
    return true;
  });
  if (!ok) return nullptr;
  Ptr<List> list = make_list();
  for (const std::string& line : format_stack(vm, frames)) append(list.get(), text(line));
  return list;
}

Ref format_whole(Vm& vm, Value, Args args) {
  int64_t limit = 0;
  if (!limit_of(vm, args.count > 1 ? args[1] : kNone, &limit)) return nullptr;
  int chain = args.count > 2 ? vm.truth(args[2]) : 1;
  if (chain < 0) return nullptr;
  return text(format_exception(vm, args[0], limit, chain == 1));
}
Ref format_only(Vm& vm, Value, Args args) {
  if (!args[0].is(Kind::kException)) return text("NoneType: None\n");
  return text(format_exception_only(vm, args[0], false));
}

Ref source_of(Vm& vm, Value, Args args) {
  if (!is_str(args[0])) return text("");
  return text(runtime_of(vm).sources.text(view(args[0])));
}
Ref line_of(Vm& vm, Value, Args args) {
  int64_t n = 0;
  if (!is_str(args[0]) || !vm.to_index(args[1], &n)) return vm.failed() ? Ref() : text("");
  return text(runtime_of(vm).sources.line(view(args[0]), n > 0 && n < INT32_MAX ? static_cast<int32_t>(n) : 0));
}

const MethodDef kFunctions[] = {
    {"extract_tb", extract_tb, 1, 2},
    {"extract_stack", extract_stack_of, 1, 2},
    {"format_list", format_list, 1, 1},
    {"format_exception", format_whole, 1, 3},
    {"format_exception_only", format_only, 1, 1},
    {"source", source_of, 1, 1},
    {"line", line_of, 2, 2},
};

}  // namespace

bool fill_traceback(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  return true;
}

}  // namespace loopscope::runtime
