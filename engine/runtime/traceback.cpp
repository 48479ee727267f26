// Whole exceptions as text: the last line, notes, chains and groups.

#include "engine/runtime/traceback.hpp"

#include <set>

#include "engine/lang/source.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/exception.hpp"

namespace loopscope::runtime {

namespace {

constexpr int64_t kMaxGroupWidth = 15;
constexpr int kMaxGroupDepth = 10;

std::string type_text(Vm& vm, Value exception) {
  Type* type = type_of(exception);
  Ref module = vm.getattr_or_null(type, vm.names.__module__), name = vm.getattr_or_null(type, vm.names.__qualname__);
  vm.take_exception();
  std::string out = name && is_str(name) ? std::string(view(name)) : std::string(type->name->view());
  if (!module || !is_str(module)) return "<unknown>." + out;
  if (view(module) != "__main__" && view(module) != "builtins") out = std::string(view(module)) + "." + out;
  return out;
}

std::string safe_str(Vm& vm, Value v, std::string_view what) {
  Ref shown = vm.str(v);
  if (shown) return std::string(view(shown));
  vm.take_exception();
  return fmt::format("<{} str() failed>", what);
}

std::string notes_text(Vm& vm, Value exception) {
  Ref notes = vm.getattr_or_null(exception, vm.names.__notes__);
  vm.take_exception();
  if (!notes || notes.is_none()) return {};
  std::string out;
  auto lines = [&](std::string_view note) {
    for (;;) {
      size_t end = note.find('\n');
      out += std::string(note.substr(0, end)) + "\n";
      if (end == std::string_view::npos) break;
      note.remove_prefix(end + 1);
    }
  };
  std::span<const Value> items;
  if (notes.is(Kind::kList)) {
    items = as<List>(notes)->items;
  } else if (notes.is(Kind::kTuple)) {
    items = as<Tuple>(notes)->view();
  } else {
    return vm.repr_text(notes) + "\n";
  }
  for (Value note : items) lines(safe_str(vm, note, "note"));
  return out;
}

int64_t int_attribute(Vm& vm, Value object, const char* name, int64_t missing) {
  Ref v = vm.getattr_or_null(object, intern(name));
  vm.take_exception();
  int64_t n = missing;
  if (v && is_int(v)) int_value(v, &n);
  return n;
}

/// File, line, text and carets of a SyntaxError, and its last line.
std::string syntax_error_text(Vm& vm, Value exception, const std::string& type) {
  Ref file = vm.getattr_or_null(exception, vm.names.filename), source = vm.getattr_or_null(exception, intern("text")),
      message = vm.getattr_or_null(exception, intern("msg"));
  vm.take_exception();
  int64_t line = int_attribute(vm, exception, "lineno", -1);
  std::string out, suffix;
  std::string name = file && is_str(file) ? std::string(view(file)) : "";
  if (line >= 0) {
    out = fmt::format("  File \"{}\", line {}\n", name.empty() ? "<string>" : name, line);
  } else if (!name.empty()) {
    suffix = fmt::format(" ({})", name);
  }
  if (line >= 0 && source && is_str(source)) {
    std::string_view whole = view(source);
    while (whole.ends_with('\n')) whole.remove_suffix(1);
    size_t blank = whole.find_first_not_of(" \n\f");
    if (blank == std::string_view::npos) blank = whole.size();
    std::string_view shown = whole.substr(blank);
    out += fmt::format("    {}\n", shown);
    int64_t offset = int_attribute(vm, exception, "offset", -1);
    if (offset >= 0) {
      int64_t length = lang::count_characters(whole);
      int64_t end = int_attribute(vm, exception, "end_offset", 0);
      if (int_attribute(vm, exception, "end_lineno", line) != line) end = length + 1;
      if (end == 0) end = offset;
      if (offset > length) offset = length + 1;
      if (end <= offset) end = offset + 1;
      int64_t column = offset - 1 - static_cast<int64_t>(blank);
      if (column >= 0) {
        out += "    ";
        size_t pos = 0;
        for (int64_t i = 0; i < column; ++i) {
          uint32_t cp = pos < shown.size() ? lang::next_code_point(shown, pos) : ' ';
          append_code_point(out, cp == '\t' || cp == '\f' ? cp : ' ');
        }
        out += std::string(static_cast<size_t>(end - offset), '^') + "\n";
      }
    }
  }
  std::string text_of_message =
      message && !message.is_none() ? safe_str(vm, message, "exception") : "<no detail available>";
  return out + fmt::format("{}: {}{}\n", type, text_of_message, suffix);
}

/// Prefixes lines inside of exception groups.
struct GroupPrinter {
  Vm& vm;
  int64_t limit;
  bool chain;
  std::string out;
  int depth = 0;
  bool need_close = false;
  std::set<const Exception*> seen;

  std::string indent() const { return std::string(static_cast<size_t>(2 * depth), ' '); }

  void emit(std::string_view lines, char margin = '|') {
    if (depth == 0) {
      out += lines;
      return;
    }
    std::string prefix = indent() + margin + " ";
    while (!lines.empty()) {
      size_t end = lines.find('\n');
      size_t size = end == std::string_view::npos ? lines.size() : end + 1;
      out += prefix;
      out += lines.substr(0, size);
      lines.remove_prefix(size);
    }
  }

  void stack(const Exception* e) {
    for (const std::string& frame : format_stack(vm, extract_traceback(vm, e->traceback, limit))) emit(frame);
  }

  void print(Exception* e) {
    struct Link {
      const char* message;
      Exception* exception;
    };
    std::vector<Link> links{{nullptr, e}};
    seen.insert(e);
    while (chain) {
      Exception* last = links.back().exception;
      if (last->cause && !seen.contains(last->cause)) {
        links.back().message = "\nThe above exception was the direct cause of the following exception:\n\n";
        links.push_back({nullptr, last->cause});
      } else if (!last->cause && last->context && !last->suppress_context && !seen.contains(last->context)) {
        links.back().message = "\nDuring handling of the above exception, another exception occurred:\n\n";
        links.push_back({nullptr, last->context});
      } else {
        break;
      }
      seen.insert(links.back().exception);
    }
    for (size_t i = links.size(); i-- > 0;) {
      if (links[i].message) emit(links[i].message);
      one(links[i].exception);
    }
  }

  void one(Exception* e) {
    Ref members = is_instance(e, vm.exc.BaseExceptionGroup) ? vm.getattr_or_null(e, intern("exceptions")) : Ref();
    vm.take_exception();
    if (!members.is(Kind::kTuple)) {
      if (e->traceback) {
        emit("Traceback (most recent call last):\n");
        stack(e);
      }
      emit(format_exception_only(vm, e));
      return;
    }
    if (depth > kMaxGroupDepth) {
      emit(fmt::format("... (max_group_depth is {})\n", kMaxGroupDepth));
      return;
    }
    bool top = depth == 0;
    if (top) depth = 1;
    if (e->traceback) {
      emit("Exception Group Traceback (most recent call last):\n", top ? '+' : '|');
      stack(e);
    }
    emit(format_exception_only(vm, e));
    int64_t total = as<Tuple>(members)->count;
    int64_t shown = total <= kMaxGroupWidth ? total : kMaxGroupWidth + 1;
    need_close = false;
    for (int64_t i = 0; i < shown; ++i) {
      bool last = i == shown - 1;
      if (last) need_close = true;
      bool cut = i >= kMaxGroupWidth;
      out += fmt::format("{}{}+---------------- {} ----------------\n", indent(), i == 0 ? "+-" : "  ",
                         cut ? std::string("...") : std::to_string(i + 1));
      ++depth;
      if (cut) {
        int64_t rest = total - kMaxGroupWidth;
        emit(fmt::format("and {} more exception{}\n", rest, rest > 1 ? "s" : ""));
      } else {
        print(as<Exception>(as<Tuple>(members)->items[i]));
      }
      if (last && need_close) {
        out += indent() + "+------------------------------------\n";
        need_close = false;
      }
      --depth;
    }
    if (top) depth = 0;
  }
};

}  // namespace

std::string format_exception_only(Vm& vm, Value exception, bool with_frames) {
  std::string type = type_text(vm, exception);
  if (is_instance(exception, vm.exc.SyntaxError))
    return syntax_error_text(vm, exception, type) + notes_text(vm, exception);
  std::string message = safe_str(vm, exception, "exception") + suggestion_for(vm, exception, with_frames);
  std::string out = message.empty() ? type + "\n" : fmt::format("{}: {}\n", type, message);
  return out + notes_text(vm, exception);
}

std::string format_unraisable(Vm& vm, Value exception) {
  if (!exception.is(Kind::kException)) return {};
  Ref pending = vm.take_exception();
  std::string out;
  if (const Traceback* traceback = as<Exception>(exception)->traceback) {
    out = "Traceback (most recent call last):\n";
    for (const std::string& frame : format_stack(vm, extract_traceback(vm, traceback), false)) out += frame;
  }
  out += fmt::format("{}: {}\n", type_text(vm, exception), safe_str(vm, exception, "exception"));
  vm.take_exception();
  vm.restore_exception(std::move(pending));
  return out;
}

std::string format_exception(Vm& vm, Value exception, int64_t limit, bool chain) {
  if (!exception.is(Kind::kException)) return fmt::format("NoneType: {}\n", vm.repr_text(exception));
  Ref pending = vm.take_exception();
  Ref keep = Ref::share(exception);
  GroupPrinter printer{vm, limit, chain, {}, 0, false, {}};
  printer.print(as<Exception>(exception));
  vm.take_exception();
  vm.restore_exception(std::move(pending));
  return std::move(printer.out);
}

std::string format_exception(Vm& vm, Value exception) { return format_exception(vm, exception, INT64_MAX, true); }

}  // namespace loopscope::runtime
