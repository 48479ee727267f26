// time: the world's clocks. Everything is UTC.

#include <cmath>
#include <ctime>

#include "engine/loop/asyncio.hpp"
#include "engine/runtime/modules.hpp"
#include "engine/runtime/support.hpp"

namespace loopscope::runtime {

namespace {

loop::World& world(Vm& vm) { return loop::asyncio_of(vm).world; }

Ref seconds(int64_t ns) { return make_float(static_cast<double>(ns) / 1e9); }
Ref time_time(Vm& vm, Value, Args) { return seconds(world(vm).wall_ns(vm)); }
Ref time_time_ns(Vm& vm, Value, Args) { return make_int(world(vm).wall_ns(vm)); }
Ref monotonic(Vm& vm, Value, Args) { return seconds(world(vm).monotonic_ns(vm)); }
Ref monotonic_ns(Vm& vm, Value, Args) { return make_int(world(vm).monotonic_ns(vm)); }
Ref process_time(Vm& vm, Value, Args) { return seconds(vm.spent * Vm::kInstructionNs); }
Ref process_time_ns(Vm& vm, Value, Args) { return make_int(vm.spent * Vm::kInstructionNs); }

Ref time_sleep(Vm& vm, Value, Args args) {
  double s = 0;
  if (!is_int(args[0]) && !args[0].is(Kind::kFloat)) {
    return vm.raise(vm.exc.TypeError, "'{}' object cannot be interpreted as an integer", type_name(args[0]));
  }
  if (!vm.to_double(args[0], &s)) return nullptr;
  if (std::isnan(s)) return vm.raise(vm.exc.ValueError, "Invalid value NaN (not a number)");
  if (s < 0) return vm.raise(vm.exc.ValueError, "sleep length must be non-negative");
  if (s > 9.0e9) return vm.raise(vm.exc.OverflowError, "timestamp too large to convert to C PyTime_t");
  return world(vm).sleep(vm, static_cast<int64_t>(std::ceil(s * 1e9))) ? none() : Ref();
}

/// The seconds to show: the argument or now.
bool moment(Vm& vm, Args args, time_t* out) {
  double s = 0;
  if (args.count && !args[0].is_none()) {
    if (!vm.to_double(args[0], &s)) return false;
    if (!(std::fabs(s) < 1e12)) {
      vm.raise(vm.exc.OverflowError, "timestamp out of range for platform time_t");
      return false;
    }
  } else {
    s = static_cast<double>(world(vm).wall_ns(vm)) / 1e9;
  }
  *out = static_cast<time_t>(std::floor(s));
  return true;
}

Ref make_struct(Vm& vm, const tm& t) {
  Ref module = vm.import("_time_structs");
  Ref type = module ? vm.getattr(module, "struct_time") : Ref();
  if (!type) return nullptr;
  Ptr<List> fields = make_list();
  for (int n : {t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, (t.tm_wday + 6) % 7,
                t.tm_yday + 1, 0}) {
    append(fields.get(), make_int(n));
  }
  return vm.call(type, fields);
}
Ref gmtime(Vm& vm, Value, Args args) {
  time_t s = 0;
  if (!moment(vm, args, &s)) return nullptr;
  tm t{};
  gmtime_r(&s, &t);
  return make_struct(vm, t);
}

/// A tm from a struct_time or any sequence of nine ints.
bool read_struct(Vm& vm, Value v, tm* out) {
  Ptr<Tuple> fields = vm.tuple_of(v);
  if (!fields) return false;
  if (fields->count < 9) {
    vm.raise(vm.exc.TypeError, "time tuple must have exactly 9 items");
    return false;
  }
  int64_t n[9];
  for (int i = 0; i < 9; ++i) {
    if (!vm.to_index(fields->items[i], &n[i])) return false;
  }
  *out = tm{};
  out->tm_year = static_cast<int>(n[0]) - 1900;
  out->tm_mon = static_cast<int>(n[1]) - 1;
  out->tm_mday = static_cast<int>(n[2]);
  out->tm_hour = static_cast<int>(n[3]);
  out->tm_min = static_cast<int>(n[4]);
  out->tm_sec = static_cast<int>(n[5]);
  out->tm_wday = (static_cast<int>(n[6]) + 1) % 7;
  out->tm_yday = static_cast<int>(n[7]) - 1;
  return true;
}
Ref strftime(Vm& vm, Value, Args args) {
  if (!is_str(args[0]))
    return vm.raise(vm.exc.TypeError, "strftime() argument 1 must be str, not {}", type_name(args[0]));
  tm t{};
  if (args.count > 1) {
    if (!read_struct(vm, args[1], &t)) return nullptr;
  } else {
    time_t s = 0;
    if (!moment(vm, Args{}, &s)) return nullptr;
    gmtime_r(&s, &t);
  }
  std::string format(view(args[0]));
  // Zone names are the world's, not the machine's.
  for (size_t at = 0; (at = format.find('%', at)) != std::string::npos && at + 1 < format.size();) {
    std::string zone = format[at + 1] == 'Z' ? "UTC" : format[at + 1] == 'z' ? "+0000" : "";
    if (zone.empty()) {
      at += 2;
    } else {
      format.replace(at, 2, zone);
      at += zone.size();
    }
  }
  if (format.empty()) return text("");
  std::string out(format.size() * 16 + 128, '\0');
  out.resize(std::strftime(out.data(), out.size(), format.c_str(), &t));
  return text(out);
}
Ref mktime(Vm& vm, Value, Args args) {
  tm t{};
  if (!read_struct(vm, args[0], &t)) return nullptr;
  return make_float(static_cast<double>(timegm(&t)));
}
Ref asctime(Vm& vm, Value, Args args) {
  tm t{};
  if (args.count) {
    if (!read_struct(vm, args[0], &t)) return nullptr;
  } else {
    time_t s = 0;
    if (!moment(vm, Args{}, &s)) return nullptr;
    gmtime_r(&s, &t);
  }
  char out[64];
  std::strftime(out, sizeof(out), "%a %b %e %H:%M:%S %Y", &t);
  return text(out);
}

Ref clock_info(Vm& vm, Value, Args args) {
  if (!is_str(args[0])) return vm.raise(vm.exc.TypeError, "get_clock_info() argument 1 must be str");
  Ref module = vm.import("_time_structs");
  Ref make = module ? vm.getattr(module, "clock_info") : Ref();
  Ref resolution = make_float(loop::kClockResolution);
  return make ? vm.call(make, args[0], resolution) : Ref();
}

const MethodDef kFunctions[] = {
    {"time", time_time},
    {"time_ns", time_time_ns},
    {"monotonic", monotonic},
    {"monotonic_ns", monotonic_ns},
    {"perf_counter", monotonic},
    {"perf_counter_ns", monotonic_ns},
    {"process_time", process_time},
    {"process_time_ns", process_time_ns},
    {"thread_time", process_time},
    {"thread_time_ns", process_time_ns},
    {"sleep", time_sleep, 1, 1},
    {"gmtime", gmtime, 0, 1},
    {"localtime", gmtime, 0, 1},
    {"strftime", strftime, 1, 2},
    {"mktime", mktime, 1, 1},
    {"asctime", asctime, 0, 1},
    {"get_clock_info", clock_info, 1, 1},
};

}  // namespace

bool fill_time(Vm& vm, Module* module) {
  vm.add_functions(module, kFunctions);
  dict_set(module->dict, "timezone", make_int(0));
  dict_set(module->dict, "altzone", make_int(0));
  dict_set(module->dict, "daylight", make_int(0));
  Ref utc = text("UTC");
  Value names[] = {utc, utc};
  dict_set(module->dict, "tzname", make_tuple(std::span<const Value>(names)));
  return true;
}

}  // namespace loopscope::runtime
