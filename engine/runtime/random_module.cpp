// The Mersenne Twister behind the random module, seeded as CPython seeds it.

#include "engine/runtime/modules.hpp"
#include "engine/runtime/native_object.hpp"
#include "engine/runtime/state.hpp"
#include "engine/vm/alloc.hpp"
#include "engine/vm/int.hpp"

namespace loopscope::runtime {

namespace {

constexpr int kN = 624;
constexpr int kM = 397;

struct Twister : Instance {
  uint32_t state[kN];
  int index;
};

Twister* twister(Value v) { return static_cast<Twister*>(v.object()); }

void seed_one(Twister* t, uint32_t s) {
  t->state[0] = s;
  for (int i = 1; i < kN; ++i) {
    t->state[i] = 1812433253u * (t->state[i - 1] ^ (t->state[i - 1] >> 30)) + static_cast<uint32_t>(i);
  }
  t->index = kN;
}

void seed_array(Twister* t, const std::vector<uint32_t>& key) {
  seed_one(t, 19650218u);
  size_t i = 1, j = 0;
  for (size_t k = std::max<size_t>(kN, key.size()); k; --k) {
    t->state[i] =
        (t->state[i] ^ ((t->state[i - 1] ^ (t->state[i - 1] >> 30)) * 1664525u)) + key[j] + static_cast<uint32_t>(j);
    if (++i >= kN) {
      t->state[0] = t->state[kN - 1];
      i = 1;
    }
    if (++j >= key.size()) j = 0;
  }
  for (size_t k = kN - 1; k; --k) {
    t->state[i] =
        (t->state[i] ^ ((t->state[i - 1] ^ (t->state[i - 1] >> 30)) * 1566083941u)) - static_cast<uint32_t>(i);
    if (++i >= kN) {
      t->state[0] = t->state[kN - 1];
      i = 1;
    }
  }
  t->state[0] = 0x80000000u;
}

uint32_t next_word(Twister* t) {
  if (t->index >= kN) {
    for (int i = 0; i < kN; ++i) {
      uint32_t y = (t->state[i] & 0x80000000u) | (t->state[(i + 1) % kN] & 0x7FFFFFFFu);
      t->state[i] = t->state[(i + kM) % kN] ^ (y >> 1) ^ (y & 1 ? 0x9908B0DFu : 0);
    }
    t->index = 0;
  }
  uint32_t y = t->state[t->index++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9D2C5680u;
  y ^= (y << 15) & 0xEFC60000u;
  return y ^ (y >> 18);
}

void seed_with_int(Vm& vm, Twister* t, Value n) {
  Ref magnitude = int_compare(n, Value::small_int(0)) < 0 ? vm.unary(lang::UnaryOperator::kNegative, n) : Ref::share(n);
  std::string hex = int_to_string(magnitude, 16);
  std::vector<uint32_t> key;
  while (!hex.empty()) {
    size_t take = hex.size() < 8 ? hex.size() : 8;
    key.push_back(static_cast<uint32_t>(std::stoul(hex.substr(hex.size() - take), nullptr, 16)));
    hex.resize(hex.size() - take);
  }
  while (key.size() > 1 && key.back() == 0) key.pop_back();
  seed_array(t, key);
}

Ref construct(Vm& vm, Type* type, Args) {
  auto* t = static_cast<Twister*>(vm.new_object(type));
  seed_one(t, 5489u);
  return Ref::steal(t);
}
void traverse(Object* object, Visitor& visitor) {
  if (Dict* dict = static_cast<Twister*>(object)->dict) visitor.visit(dict);
}
void clear(Object* object) {
  if (Dict* dict = std::exchange(static_cast<Twister*>(object)->dict, nullptr)) decref(dict);
}
void destroy(Object* object) {
  clear(object);
  free_object(object);
}

Ref method_random(Vm&, Value self, Args) {
  uint32_t a = next_word(twister(self)) >> 5, b = next_word(twister(self)) >> 6;
  return make_float((a * 67108864.0 + b) * (1.0 / 9007199254740992.0));
}
Ref method_seed(Vm& vm, Value self, Args args) {
  Value n = args.count ? args[0] : kNone;
  if (n.is_none()) {
    // The run's own seed: the same program always sees the same numbers.
    Ref own = make_int(static_cast<int64_t>(runtime_of(vm).seed & 0x3FFFFFFFFFFFFFFF));
    seed_with_int(vm, twister(self), own);
    return none();
  }
  Ref number = Ref::share(n);
  if (!is_int(n)) {
    int64_t h = 0;
    if (!vm.hash(n, &h)) return nullptr;
    number = make_int(h);
  }
  seed_with_int(vm, twister(self), number);
  return none();
}
Ref method_getrandbits(Vm& vm, Value self, Args args) {
  int64_t k = 0;
  if (!vm.to_index(args[0], &k)) return nullptr;
  if (k < 0) return vm.raise(vm.exc.ValueError, "number of bits must be non-negative");
  if (k == 0) return make_int(0);
  if (k <= 32) return make_int(next_word(twister(self)) >> (32 - k));
  if (!vm.reserve(static_cast<uint64_t>(k) / 4)) return nullptr;
  std::string hex;
  for (int64_t left = k; left > 0; left -= 32) {
    uint32_t word = next_word(twister(self));
    if (left < 32) word >>= 32 - left;
    hex.insert(0, fmt::format("{:08x}", word));
  }
  Big big;
  Big::check(mp_read_radix(big, hex.c_str(), 16));
  return make_int_from(big);
}
Ref method_getstate(Vm&, Value self, Args) {
  Ptr<Tuple> state = make_tuple(kN + 1);
  for (int i = 0; i < kN; ++i) state->items[i] = make_int(twister(self)->state[i]).release();
  state->items[kN] = make_int(twister(self)->index).release();
  return state;
}
Ref method_setstate(Vm& vm, Value self, Args args) {
  if (!args[0].is(Kind::kTuple) || as<Tuple>(args[0])->count != kN + 1) {
    return vm.raise(vm.exc.ValueError, "state vector is the wrong size");
  }
  for (int i = 0; i <= kN; ++i) {
    int64_t n = 0;
    if (!vm.to_index(as<Tuple>(args[0])->items[i], &n)) return nullptr;
    if (i < kN) {
      twister(self)->state[i] = static_cast<uint32_t>(n);
    } else if (n < 0 || n > kN) {
      return vm.raise(vm.exc.ValueError, "invalid state");
    } else {
      twister(self)->index = static_cast<int>(n);
    }
  }
  return none();
}

const MethodDef kMethods[] = {
    {"random", method_random},     {"seed", method_seed, 0, 1},         {"getrandbits", method_getrandbits, 1, 1},
    {"getstate", method_getstate}, {"setstate", method_setstate, 1, 1},
};

}  // namespace

bool fill_random(Vm& vm, Module* module) {
  Type* type = vm.make_type({"_random", "Random", Kind::kNative, kBaseType, sizeof(Twister), nullptr});
  type->construct = construct;
  type->init = [](Vm&, Value, Args) { return true; };
  type->destroy = destroy;
  type->traverse = traverse;
  type->clear = clear;
  vm.add_methods(type, kMethods);
  vm.finish_type(type);
  runtime_of(vm).types.random = type;
  dict_set(module->dict, "Random", type);
  return true;
}

}  // namespace loopscope::runtime
