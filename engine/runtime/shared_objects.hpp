#pragma once
// What processes share: pipes of messages, counters, calls to wake up, numbers. The things live in the world; each
// process has Python objects of its own for them.

#include <memory>

#include "engine/loop/world.hpp"
#include "engine/vm/vm.hpp"

namespace loopscope::runtime {

/// A thing that processes share. Its users have roles: of a pipe, who reads and who writes.
class Shared {
 public:
  virtual ~Shared() = default;
  virtual void open(int /*role*/) {}
  virtual void close(vm::Vm& /*vm*/, int /*role*/) {}
};

/// One process's object for it.
struct SharedObject : vm::Object {
  std::shared_ptr<Shared>* shared;  // owned
  int role;
  bool closed;
};

/// A shared thing on its way to another process: counted as open, so that nobody sees the end of it before the process
/// has come to life.
struct Parcel {
  std::shared_ptr<Shared> shared;
  const char* type;  // in the module _processes
  int role;
};

/// False with an exception pending.
bool pack(vm::Vm& vm, vm::Value object, Parcel* parcel);
vm::Ref unpack(vm::Vm& vm, const Parcel& parcel);
/// Nobody has taken it over, or whoever did has opened it.
void give_up(vm::Vm& vm, Parcel& parcel);

/// The types, and the functions pipe() and wait().
bool add_shared_objects(vm::Vm& vm, vm::Module* module);

/// A type of this machine's module _processes, or null.
vm::Type* process_type(vm::Vm& vm, const char* name);
/// None or seconds, counted from now; false with an exception pending.
bool read_deadline(vm::Vm& vm, vm::Value v, int64_t* deadline_ns);

/// Something that wait() can wait for.
struct Waitable {
  loop::WaitList* list = nullptr;
  bool (*ready)(void*) = nullptr;
  void* context = nullptr;
};
/// A Handle of process_module.cpp: ready when the process has ended.
bool handle_waitable(vm::Vm& vm, vm::Value v, Waitable* out);

}  // namespace loopscope::runtime
