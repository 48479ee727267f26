// The native module _pickle: dumps() and loads(), and what lib/pickle.py makes Pickler and Unpickler of: an Encoder and
// a Decoder, which remember objects from one call to the next.

#include "engine/runtime/modules.hpp"
#include "engine/runtime/pickle_reader.hpp"
#include "engine/runtime/pickle_writer.hpp"
#include "engine/runtime/support.hpp"
#include "engine/vm/alloc.hpp"

namespace loopscope::runtime {

using namespace pickle;

namespace {

Value given(Value v) { return v && !v.is_none() ? v : Value(); }

/// None: the default; negative: the highest.
bool read_protocol(Vm& vm, Value v, int* protocol) {
  *protocol = kDefaultProtocol;
  if (!given(v)) return true;
  int64_t n = 0;
  if (!vm.to_index(v, &n)) return false;
  if (n > kHighestProtocol) {
    vm.raise(vm.exc.ValueError, "pickle protocol must be <= {}", kHighestProtocol);
    return false;
  }
  *protocol = n < 0 ? kHighestProtocol : static_cast<int>(n);
  return true;
}

bool read_flag(Vm& vm, Value v, bool* flag) {
  const int truth = v ? vm.truth(v) : 1;
  *flag = truth == 1;
  return truth >= 0;
}

// --- objects with a memo ---------------------------------------------------------------------------------------------

struct Encoder : GcObject {
  WriterMemo* memo;  // owned
  int protocol;
  bool old_names;
};
struct Decoder : GcObject {
  std::vector<Ref>* memo;  // owned
};

std::vector<Ref>* kept_by(const Encoder* e) { return &e->memo->kept; }
std::vector<Ref>* kept_by(const Decoder* d) { return d->memo; }
void forget(Encoder* e) { e->memo->clear(); }
void forget(Decoder* d) { d->memo->clear(); }

template <typename T>
Type* memo_type(Vm& vm, const char* name, std::span<const MethodDef> methods, Ref (*construct)(Vm&, Type*, Args)) {
  Type* type = vm.make_type({"_pickle", name, Kind::kNative, 0, sizeof(T), nullptr});
  type->construct = construct;
  type->init = [](Vm&, Value, Args) { return true; };
  type->traverse = [](Object* object, Visitor& visitor) {
    for (const Ref& v : *kept_by(static_cast<T*>(object))) {
      if (v) visitor.visit(v);
    }
  };
  type->clear = [](Object* object) { forget(static_cast<T*>(object)); };
  type->destroy = [](Object* object) {
    delete static_cast<T*>(object)->memo;
    free_object(object);
  };
  vm.add_methods(type, methods);
  vm.finish_type(type);
  return type;
}

Ref construct_encoder(Vm& vm, Type* type, Args args) {
  Value v[2];
  int protocol = 0;
  bool old_names = true;
  if (!vm.bind("Encoder", args, {"protocol", "fix_imports"}, 0, v)) return nullptr;
  if (!read_protocol(vm, v[0], &protocol) || !read_flag(vm, v[1], &old_names)) return nullptr;
  auto* encoder = static_cast<Encoder*>(vm.new_object(type));
  encoder->memo = new WriterMemo;
  encoder->protocol = protocol;
  encoder->old_names = old_names;
  return Ref::steal(encoder);
}

/// encode(obj, persistent_id, reducer_override, dispatch_table)
Ref encode(Vm& vm, Value self, Args args) {
  Ref keep = Ref::share(self);
  auto* encoder = static_cast<Encoder*>(self.object());
  const WriterOptions options{encoder->protocol, encoder->old_names, given(args[1]), given(args[2]), given(args[3])};
  Writer writer(vm, options, *encoder->memo);
  return writer.dump(args[0]) ? make_bytes(writer.take()) : Ref();
}

Ref construct_decoder(Vm& vm, Type* type, Args) {
  auto* decoder = static_cast<Decoder*>(vm.new_object(type));
  decoder->memo = new std::vector<Ref>;
  return Ref::steal(decoder);
}

/// Reader options from (fix_imports, encoding, errors, buffers); `buffers` keeps the iterator alive.
bool read_options(Vm& vm, const Value* v, ReaderOptions* options, Ref* buffers) {
  if (!read_flag(vm, v[0], &options->old_names)) return false;
  if (v[1] && is_str(v[1])) options->encoding = view(v[1]);
  if (v[2] && is_str(v[2])) options->errors = view(v[2]);
  if (!given(v[3])) return true;
  *buffers = vm.iter(v[3]);
  options->buffers = *buffers;
  return static_cast<bool>(*buffers);
}

/// decode(read, readline, find_class, persistent_load, fix_imports, encoding, errors, buffers)
Ref decode(Vm& vm, Value self, Args args) {
  Ref keep = Ref::share(self), buffers;
  ReaderOptions options;
  if (!read_options(vm, args.data + 4, &options, &buffers)) return nullptr;
  options.find_class = given(args[2]);
  options.persistent_load = given(args[3]);
  Input input(vm, args[0], args[1]);
  return Reader(vm, input, options, *static_cast<Decoder*>(self.object())->memo).load();
}

template <typename T>
Ref clear_memo(Vm&, Value self, Args) {
  forget(static_cast<T*>(self.object()));
  return none();
}

const MethodDef kEncoderMethods[] = {{"encode", encode, 4, 4}, {"clear", clear_memo<Encoder>}};
const MethodDef kDecoderMethods[] = {{"decode", decode, 8, 8}, {"clear", clear_memo<Decoder>}};

// --- functions -------------------------------------------------------------------------------------------------------

/// What dumps() makes of (obj, protocol, fix_imports); false with an exception pending.
bool pickled(Vm& vm, Value v, Value protocol, Value fix_imports, std::string* out) {
  WriterOptions options;
  if (!read_protocol(vm, protocol, &options.protocol) || !read_flag(vm, fix_imports, &options.old_names)) return false;
  WriterMemo memo;
  Writer writer(vm, options, memo);
  if (!writer.dump(v)) return false;
  *out = writer.take();
  return true;
}

Ref dumps(Vm& vm, Value, Args args) {
  Value v[4];
  std::string bytes;
  if (!vm.bind("dumps", args, {"obj", "protocol", "$fix_imports", "$buffer_callback"}, 1, v)) return nullptr;
  return pickled(vm, v[0], v[1], v[2], &bytes) ? make_bytes(std::move(bytes)) : Ref();
}

Ref dump(Vm& vm, Value, Args args) {
  Value v[5];
  std::string bytes;
  if (!vm.bind("dump", args, {"obj", "file", "protocol", "$fix_imports", "$buffer_callback"}, 2, v)) return nullptr;
  Ref write = vm.getattr_or_null(v[1], vm.names.write);
  if (!write && !vm.failed()) vm.raise(vm.exc.TypeError, "file must have a 'write' attribute");
  if (!write || !pickled(vm, v[0], v[2], v[3], &bytes)) return nullptr;
  Ref content = make_bytes(std::move(bytes));
  return vm.call(write, content) ? none() : Ref();
}

Ref loads(Vm& vm, Value, Args args) {
  Value v[5];
  std::string_view bytes;
  if (!vm.bind("loads", args, {"/data", "$fix_imports", "$encoding", "$errors", "$buffers"}, 1, v)) return nullptr;
  Ref keep = Ref::share(v[0]), buffers;
  if (!bytes_view(v[0], &bytes)) {
    return vm.raise(vm.exc.TypeError, "a bytes-like object is required, not '{}'", type_name(v[0]));
  }
  std::string copied;  // a bytearray may change while it is read
  if (v[0].is(Kind::kByteArray)) bytes = copied = bytes;
  ReaderOptions options;
  if (!read_options(vm, v + 1, &options, &buffers)) return nullptr;
  std::vector<Ref> memo;
  Input input(vm, bytes);
  return Reader(vm, input, options, memo).load();
}

Ref load(Vm& vm, Value, Args args) {
  Value v[5];
  if (!vm.bind("load", args, {"file", "$fix_imports", "$encoding", "$errors", "$buffers"}, 1, v)) return nullptr;
  Ref read = vm.getattr_or_null(v[0], intern("read"));
  Ref readline = vm.failed() ? Ref() : vm.getattr_or_null(v[0], intern("readline"));
  if (vm.failed()) return nullptr;
  if (!read || !readline) return vm.raise(vm.exc.TypeError, "file must have 'read' and 'readline' attributes");
  ReaderOptions options;
  Ref buffers;
  if (!read_options(vm, v + 1, &options, &buffers)) return nullptr;
  std::vector<Ref> memo;
  Input input(vm, read, readline);
  return Reader(vm, input, options, memo).load();
}

/// Unpickler.find_class(): (module, name, protocol)
Ref find_class(Vm& vm, Value, Args args) {
  if (!is_str(args[0]) || !is_str(args[1])) return vm.raise(vm.exc.TypeError, "find_class() needs two strings");
  const GlobalName where = new_name(vm, {view(args[0]), view(args[1])});
  Ref home = import_module(vm, where.first);
  Ref found = home ? find_attribute(vm, home, where.second) : Ref();
  if (found || vm.failed()) return found;
  return vm.raise(vm.exc.AttributeError, "Can't get attribute '{}' on {}", where.second, vm.repr_text(home));
}

const MethodDef kFunctions[] = {
    {"dumps", dumps, 0, -1, true}, {"dump", dump, 0, -1, true},      {"loads", loads, 0, -1, true},
    {"load", load, 0, -1, true},   {"find_class", find_class, 2, 2},
};

bool add_exception(Vm& vm, Module* module, const char* name, const char* base) {
  Value parent = base ? dict_get(module->dict, base) : Value(vm.exc.Exception);
  Ptr<Tuple> bases = make_tuple(std::span<const Value>(&parent, 1));
  Ptr<Dict> ns = make_dict();
  dict_set(ns.get(), vm.names.__module__, intern("_pickle"));
  Ref type = vm.make_class(intern(name), bases.get(), ns.get(), vm.types.type);
  if (type) dict_set(module->dict, name, type);
  return static_cast<bool>(type);
}

}  // namespace

bool fill_pickle(Vm& vm, Module* module) {
  if (!add_exception(vm, module, "PickleError", nullptr) ||
      !add_exception(vm, module, "PicklingError", "PickleError") ||
      !add_exception(vm, module, "UnpicklingError", "PickleError")) {
    return false;
  }
  dict_set(module->dict, "Encoder", memo_type<Encoder>(vm, "Encoder", kEncoderMethods, construct_encoder));
  dict_set(module->dict, "Decoder", memo_type<Decoder>(vm, "Decoder", kDecoderMethods, construct_decoder));
  vm.add_functions(module, kFunctions);
  return true;
}

}  // namespace loopscope::runtime
