// str.format() and str.format_map(): replacement fields, attributes and items in them, nested specs.

#include "engine/runtime/str_format.hpp"

#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

struct Formatter {
  Vm& vm;
  Args args;
  Value mapping;
  int64_t next_automatic = 0;
  bool automatic = false;
  bool manual = false;

  bool all_digits(std::string_view s) {
    if (s.empty()) return false;
    for (char c : s) {
      if (c < '0' || c > '9') return false;
    }
    return true;
  }

  Ref first_value(std::string_view name) {
    if (name.empty() || all_digits(name)) {
      if (mapping) return vm.raise(vm.exc.ValueError, "Format string contains positional fields");
      int64_t index = 0;
      if (name.empty()) {
        if (manual) {
          return vm.raise(vm.exc.ValueError,
                          "cannot switch from manual field specification to automatic field numbering");
        }
        automatic = true;
        index = next_automatic++;
      } else {
        if (automatic) {
          return vm.raise(vm.exc.ValueError,
                          "cannot switch from automatic field numbering to manual field specification");
        }
        manual = true;
        for (char c : name) {
          if (index > 1'000'000'000) return vm.raise(vm.exc.ValueError, "Too many decimal digits in format string");
          index = index * 10 + (c - '0');
        }
      }
      if (index >= args.count) {
        return vm.raise(vm.exc.IndexError, "Replacement index {} out of range for positional args tuple", index);
      }
      return Ref::share(args[static_cast<size_t>(index)]);
    }
    Ref key = text(name);
    if (mapping) return vm.getitem(mapping, key);
    for (uint32_t i = 0; i < args.keyword_count(); ++i) {
      if (args.keyword_name(i)->view() == name) return Ref::share(args.keyword_value(i));
    }
    return vm.raise_value(vm.exc.KeyError, key);
  }

  Ref field_value(std::string_view field) {
    size_t end = field.find_first_of(".[");
    Ref value = first_value(field.substr(0, end));
    while (value && end != std::string_view::npos && end < field.size()) {
      if (field[end] == '.') {
        size_t stop = field.find_first_of(".[", end + 1);
        std::string_view name = field.substr(end + 1, stop == std::string_view::npos ? stop : stop - end - 1);
        if (name.empty()) return vm.raise(vm.exc.ValueError, "Empty attribute in format string");
        value = vm.getattr(value, intern(name));
        end = stop;
      } else if (field[end] == '[') {
        size_t stop = field.find(']', end);
        if (stop == std::string_view::npos) return vm.raise(vm.exc.ValueError, "Missing ']' in format string");
        std::string_view name = field.substr(end + 1, stop - end - 1);
        if (name.empty()) return vm.raise(vm.exc.ValueError, "Empty attribute in format string");
        Ref key = all_digits(name) ? make_int_from_decimal(name) : text(name);
        value = vm.getitem(value, key);
        end = stop + 1;
      } else {
        return vm.raise(vm.exc.ValueError, "Only '.' or '[' may follow ']' in format field specifier");
      }
    }
    return value;
  }

  bool expand(std::string_view format, int depth, std::string* out) {
    if (depth < 0) {
      vm.raise(vm.exc.ValueError, "Max string recursion exceeded");
      return false;
    }
    for (size_t i = 0; i < format.size();) {
      char c = format[i];
      if (c == '{' && i + 1 < format.size() && format[i + 1] == '{') {
        out->push_back('{');
        i += 2;
      } else if (c == '}') {
        if (i + 1 >= format.size() || format[i + 1] != '}') {
          vm.raise(vm.exc.ValueError, "Single '}' encountered in format string");
          return false;
        }
        out->push_back('}');
        i += 2;
      } else if (c == '{') {
        if (!replace(format, &i, depth, out)) return false;
      } else {
        out->push_back(c);
        ++i;
      }
    }
    return true;
  }

  bool replace(std::string_view format, size_t* position, int depth, std::string* out) {
    size_t i = *position + 1;
    if (i >= format.size()) {
      vm.raise(vm.exc.ValueError, "Single '{' encountered in format string");
      return false;
    }
    size_t start = i;
    int brackets = 0;
    for (; i < format.size(); ++i) {
      char c = format[i];
      if (c == '[') ++brackets;
      if (c == ']' && brackets) --brackets;
      if (brackets) continue;
      if (c == '{') {
        vm.raise(vm.exc.ValueError, "unexpected '{' in field name");
        return false;
      }
      if (c == '}' || c == ':' || c == '!') break;
    }
    std::string_view field = format.substr(start, i - start);
    char conversion = 0;
    if (i < format.size() && format[i] == '!') {
      if (i + 1 >= format.size()) {
        vm.raise(vm.exc.ValueError, "end of string while looking for conversion specifier");
        return false;
      }
      conversion = format[i + 1];
      i += 2;
      if (i < format.size() && format[i] != ':' && format[i] != '}') {
        vm.raise(vm.exc.ValueError, "expected ':' after conversion specifier");
        return false;
      }
    }
    std::string spec;
    if (i < format.size() && format[i] == ':') {
      size_t spec_start = ++i;
      for (int open = 0; i < format.size(); ++i) {
        if (format[i] == '{') ++open;
        if (format[i] == '}' && open-- == 0) break;
      }
      if (i < format.size()) {
        Ref value = field_value(field);
        if (!value) return false;
        std::string_view raw = format.substr(spec_start, i - spec_start);
        if (raw.find('{') == std::string_view::npos) {
          spec = raw;
        } else if (!expand(raw, depth - 1, &spec)) {
          return false;
        }
        *position = i + 1;
        return finish(std::move(value), conversion, spec, out);
      }
    }
    if (i >= format.size()) {
      vm.raise(vm.exc.ValueError, "expected '}' before end of string");
      return false;
    }
    *position = i + 1;
    Ref value = field_value(field);
    return value && finish(std::move(value), conversion, spec, out);
  }

  bool finish(Ref value, char conversion, std::string_view spec, std::string* out) {
    if (conversion == 'r') {
      value = vm.repr(value);
    } else if (conversion == 's') {
      value = vm.str(value);
    } else if (conversion == 'a') {
      value = vm.repr(value);
      if (value) value = text(ascii_escape(view(value)));
    } else if (conversion) {
      vm.raise(vm.exc.ValueError, "Unknown conversion specifier {}", conversion);
      return false;
    }
    if (!value) return false;
    Ref shown = vm.format(value, spec);
    if (!shown) return false;
    *out += view(shown);
    return true;
  }
};

}  // namespace

Ref format_fields(Vm& vm, std::string_view format, Args args, Value mapping) {
  Formatter formatter{vm, args, mapping};
  std::string out;
  if (!formatter.expand(format, 2, &out)) return nullptr;
  return text(out);
}

}  // namespace loopscope::runtime
