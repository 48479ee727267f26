// LOAD_ATTR, LOAD_METHOD and STORE_ATTR with inline caches. The generic look-ups are in attributes.cpp.

#include "engine/vm/interpreter.hpp"

namespace loopscope::vm {

namespace {

/// May instances of the type be read without their own __getattribute__?
bool plain_attributes(const Type* type) { return !(type->type_flags & kCustomGetattr); }

/// Index of an interned key among a dict's entries, or -1.
int32_t entry_index(const Dict* dict, const Str* key) {
  for (size_t i = 0; i < dict->entries.size(); ++i) {
    if (dict->entries[i].key == Value(key)) return static_cast<int32_t>(i);
  }
  return -1;
}

}  // namespace

Ref load_attr_cached(Vm& vm, Value obj, Str* name, InlineCache& cache) {
  if (obj.is(Kind::kInstance)) {
    Type* type = obj.object()->type;
    Dict* dict = as<Instance>(obj)->dict;
    if (dict && plain_attributes(type) && (type->type_flags & kHasDict)) {
      // Nothing on the type comes before the instance dict: remember the place there.
      Value on_type = vm.lookup(type, name);
      if (on_type.is_null() || !type_of(on_type)->descr_set) {
        int32_t index = dict->entries.size() <= 64 ? entry_index(dict, name) : -1;
        if (index >= 0) {
          cache.kind = kAttrInstanceDict;
          cache.version = type->version;
          cache.hint = index;
          return Ref::share(dict->entries[static_cast<size_t>(index)].value);
        }
      }
    }
  }
  return vm.getattr(obj, name);
}

bool load_method(Vm& vm, Value obj, Str* name, InlineCache& cache, Ref* method, Ref* self) {
  Type* type = type_of(obj);
  if (plain_attributes(type) && !obj.is(Kind::kType) && !obj.is(Kind::kModule) && !obj.is(Kind::kSuper)) {
    Value found = vm.lookup(type, name);
    if (found.is(Kind::kFunction) || found.is(Kind::kMethodDescriptor)) {
      bool shadowed = false;
      if (type->type_flags & kHasDict) {
        Dict* dict = as<Instance>(obj)->dict;
        if (dict) {
          Value own = dict_get(dict, name);
          if (own) {
            shadowed = true;
            *method = Ref::share(own);
            self->reset();
          }
        }
      }
      if (!shadowed) {
        *method = Ref::share(found);
        *self = Ref::share(obj);
        if (obj.is_object()) {
          cache.kind = kAttrMethod;
          cache.version = type->version;
          cache.value = found;
        }
      }
      return true;
    }
  }
  *method = vm.getattr(obj, name);
  self->reset();
  return static_cast<bool>(*method);
}

bool store_attr_cached(Vm& vm, Value obj, Str* name, Value value, InlineCache& cache) {
  if (obj.is(Kind::kInstance)) {
    Type* type = obj.object()->type;
    Dict* dict = as<Instance>(obj)->dict;
    if (dict && cache.kind == kAttrInstanceDict && cache.version == type->version &&
        static_cast<size_t>(cache.hint) < dict->entries.size()) {
      Dict::Entry& entry = dict->entries[static_cast<size_t>(cache.hint)];
      if (entry.key == Value(name)) {
        incref(value);
        decref(std::exchange(entry.value, value));
        return true;
      }
    }
    if (!vm.setattr(obj, name, value)) return false;
    dict = as<Instance>(obj)->dict;
    Type* generic = vm.types.object;
    if (dict && type->setattr == generic->setattr && (type->type_flags & kHasDict) && dict->entries.size() <= 64) {
      Value on_type = vm.lookup(type, name);
      if (on_type.is_null() || !type_of(on_type)->descr_set) {
        int32_t index = entry_index(dict, name);
        if (index >= 0) {
          cache.kind = kAttrInstanceDict;
          cache.version = type->version;
          cache.hint = index;
        }
      }
    }
    return true;
  }
  return vm.setattr(obj, name, value);
}

}  // namespace loopscope::vm
