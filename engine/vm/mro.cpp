// The method resolution order: C3 linearisation.

#include <algorithm>

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

namespace {

struct Sequence {
  std::vector<Type*> types;
  size_t next = 0;
  Type* head() const { return next < types.size() ? types[next] : nullptr; }
  bool has_in_tail(const Type* type) const {
    for (size_t i = next + 1; i < types.size(); ++i) {
      if (types[i] == type) return true;
    }
    return false;
  }
};

Ptr<Tuple> raise_inconsistent(Vm& vm, const std::vector<Sequence>& sequences) {
  std::string names;
  std::vector<Type*> shown;
  for (const Sequence& s : sequences) {
    Type* head = s.head();
    if (!head || std::find(shown.begin(), shown.end(), head) != shown.end()) continue;
    shown.push_back(head);
    if (!names.empty()) names += ", ";
    names += head->name->view();
  }
  vm.raise(vm.exc.TypeError, "Cannot create a consistent method resolution order (MRO) for bases {}", names);
  return nullptr;
}

}  // namespace

Ptr<Tuple> compute_mro(Vm& vm, Type* type) {
  std::vector<Type*> order = {type};
  std::vector<Sequence> sequences;
  Sequence bases;
  for (Value v : type->bases->view()) {
    Sequence s;
    for (Value m : as<Type>(v)->mro->view()) s.types.push_back(as<Type>(m));
    sequences.push_back(std::move(s));
    bases.types.push_back(as<Type>(v));
  }
  sequences.push_back(std::move(bases));
  for (;;) {
    Type* chosen = nullptr;
    bool empty = true;
    for (const Sequence& s : sequences) {
      Type* candidate = s.head();
      if (!candidate) continue;
      empty = false;
      bool blocked = false;
      for (const Sequence& other : sequences) blocked = blocked || other.has_in_tail(candidate);
      if (!blocked) {
        chosen = candidate;
        break;
      }
    }
    if (empty) break;
    if (!chosen) return raise_inconsistent(vm, sequences);
    order.push_back(chosen);
    for (Sequence& s : sequences) s.next += s.head() == chosen;
  }
  std::vector<Value> values(order.begin(), order.end());
  return make_tuple(std::span<const Value>(values));
}

}  // namespace loopscope::vm
