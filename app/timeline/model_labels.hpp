#pragma once

// Labels of a ModelSource: most are the model's own, the others say in their upper bits what they are made from.
// Internal to the timeline.

#include <cstdint>

namespace loopscope::timeline {

enum class LabelKind : std::uint32_t { model = 0, output = 1, runs = 2, yield_line = 3, number = 4, by = 5 };

// The model's labels and the store's strings are dense and stay far below this.
inline constexpr std::uint32_t kLabelBits = 28;
inline constexpr std::uint32_t kLabelMask = (1U << kLabelBits) - 1;

constexpr std::uint32_t label_of(LabelKind kind, std::uint32_t value) {
  return static_cast<std::uint32_t>(kind) << kLabelBits | (value < kLabelMask ? value : kLabelMask);
}
constexpr LabelKind kind_of_label(std::uint32_t label) { return static_cast<LabelKind>(label >> kLabelBits); }
constexpr std::uint32_t value_of_label(std::uint32_t label) { return label & kLabelMask; }

}  // namespace loopscope::timeline
