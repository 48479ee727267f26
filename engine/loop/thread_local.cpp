// _thread._local: an object whose attributes each thread has for itself. Its dict is exchanged for the running thread's
// before every access.

#include <algorithm>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/thread_objects.hpp"
#include "engine/vm/alloc.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

struct Local : Instance {
  struct Share {
    uint32_t thread;
    Dict* dict;  // owned
  };
  std::vector<Share>* shares;  // owned; one a thread that has used it
  Tuple* arguments;            // owned: of the constructor, for __init__ in each further thread
};

Local* self_of(Value v) { return as<Local>(v); }

void traverse(Object* object, Visitor& visitor) {
  auto* local = static_cast<Local*>(object);
  for (const Local::Share& share : *local->shares) visitor.visit(share.dict);
  if (local->arguments) visitor.visit(local->arguments);
}

void clear(Object* object) {
  auto* local = static_cast<Local*>(object);
  local->dict = nullptr;  // one of the shares
  std::vector<Local::Share> shares = std::exchange(*local->shares, {});
  for (const Local::Share& share : shares) decref(share.dict);
  if (Tuple* arguments = std::exchange(local->arguments, nullptr)) decref(arguments);
}

void destroy(Object* object) {
  auto* local = static_cast<Local*>(object);
  clear(object);
  std::erase(asyncio_of(*current_vm).locals, local);
  delete local->shares;
  free_object(object);
}

/// Shows the running thread's attributes; a thread that comes for the first time runs __init__.
bool select(Vm& vm, Local* local) {
  const uint32_t thread = vm.thread->id;
  for (const Local::Share& share : *local->shares) {
    if (share.thread != thread) continue;
    local->dict = share.dict;
    return true;
  }
  local->dict = make_dict().release();
  local->shares->push_back({thread, local->dict});
  Type* type = type_of(Value(local));
  if (type == asyncio_of(vm).local || !local->arguments) return true;
  Ref arguments = Ref::share(local->arguments);
  const auto* values = as<Tuple>(arguments);
  return type->init(vm, local, Args{values->items, values->count, nullptr});
}

Ref construct(Vm& vm, Type* type, Args args) {
  if (type == asyncio_of(vm).local && (args.count || args.keyword_count())) {
    return vm.raise(vm.exc.TypeError, "Initialization arguments are not supported");
  }
  if (args.keyword_count()) {
    return vm.raise(vm.exc.NotImplementedError, "keyword arguments for a subclass of threading.local");
  }
  auto* local = static_cast<Local*>(vm.new_object(type));
  Ref owned = Ref::steal(local);
  local->shares = new std::vector<Local::Share>;
  local->arguments = make_tuple(std::span<const Value>(args.data, args.count)).release();
  // The caller runs __init__ for this thread.
  local->dict = make_dict().release();
  local->shares->push_back({vm.thread->id, local->dict});
  asyncio_of(vm).locals.push_back(local);
  return owned;
}

Ref getattr(Vm& vm, Value self, Str* name) {
  return select(vm, self_of(self)) ? vm.types.object->getattr(vm, self, name) : Ref();
}
bool setattr(Vm& vm, Value self, Str* name, Value value) {
  return select(vm, self_of(self)) && vm.types.object->setattr(vm, self, name, value);
}

}  // namespace

bool add_local_type(Vm& vm, Module* module) {
  Type* type = vm.make_type({"_thread", "_local", Kind::kInstance, kBaseType | kHasDict, sizeof(Local), nullptr});
  asyncio_of(vm).local = type;
  type->destroy = destroy;
  type->traverse = traverse;
  type->clear = clear;
  type->construct = construct;
  type->init = [](Vm&, Value, Args) { return true; };
  type->getattr = getattr;
  type->setattr = setattr;
  vm.finish_type(type);
  dict_set(module->dict, "_local", type);
  return true;
}

void forget_locals(Vm& vm, uint32_t thread) {
  std::vector<Ref> dead;
  for (Object* object : asyncio_of(vm).locals) {
    auto* local = static_cast<Local*>(object);
    std::erase_if(*local->shares, [&](const Local::Share& share) {
      if (share.thread != thread) return false;
      if (local->dict == share.dict) local->dict = nullptr;
      dead.push_back(Ref::steal(share.dict));
      return true;
    });
  }
}

}  // namespace loopscope::loop
