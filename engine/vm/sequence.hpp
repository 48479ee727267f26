#pragma once
// What the built-in sequences share: indices, repetition, element-wise comparison.

#include <functional>
#include <span>

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

/// An index into a built-in sequence, negative ones counted from the end. The length is read after the key's __index__
/// ran, which may have changed the sequence. 1: *out is valid; 0: key is no index and no exception is pending; -1:
/// IndexError(`range_message`) or another exception is pending.
int sequence_index(Vm& vm, Value key, Value sequence, const char* range_message, int64_t* out);
/// The slice with every __index__ already called: resolving it runs no more Python code. Null with an exception
/// pending.
Ref settled_slice(Vm& vm, Value slice);
/// "list indices must be integers or slices, not str"
Ref raise_bad_index(Vm& vm, const char* what, Value key);
/// The repetition count of `sequence * n`: false when `n` is no index; negative counts become 0.
bool repeat_count(Vm& vm, Value n, int64_t* out);
/// Compares item by item as tuples and lists do; `live_a` and `live_b` are read anew after each comparison.
Ref compare_sequences(Vm& vm, const std::function<std::span<const Value>()>& a,
                      const std::function<std::span<const Value>()>& b, lang::CompareOperator op);
int sequence_contains(Vm& vm, const std::function<std::span<const Value>()>& items, Value item);

}  // namespace loopscope::vm
