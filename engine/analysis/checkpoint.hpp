#pragma once
// A State as bytes, for trace files that do not begin at the beginning: the body of their CKPT chunk.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/state.hpp"

namespace loopscope::analysis {

/// `renumbered[e]` is the number that event e has in the new trace, kNoEvent when it is not in it; `applied` is left
/// out, and so is what counts outputs and ticks: they begin anew.
std::string encode_state(const State& state, const std::vector<uint32_t>& renumbered);
/// False when the bytes are damaged; the state is then as it was.
bool decode_state(std::string_view bytes, State& state);

}  // namespace loopscope::analysis
