#pragma once
// Cells as a Recorder writes them, put together again to strings and events. A string may be cut anywhere between two
// calls.

#include <algorithm>
#include <cstdint>
#include <string>

#include "engine/trace/record.hpp"

namespace loopscope::trace {

class CellReader {
 public:
  /// Calls sink.on_string(id, text) and sink.on_event(record), in the order of the cells.
  template <class Sink>
  void read(const Record* cells, size_t count, Sink&& sink) {
    const Record* const end = cells + count;
    while (cells != end) {
      if (left_) {
        const size_t here = std::min(left_, static_cast<size_t>(end - cells) * sizeof(Record));
        text_.append(reinterpret_cast<const char*>(cells), here);
        cells += payload_cells(here);
        left_ -= here;
      } else if (cells->type == kStringRecord) {
        id_ = cells->args[0];
        left_ = cells->args[1];
        text_.clear();
        ++cells;
      } else {
        sink.on_event(*cells++);
        continue;
      }
      if (left_ == 0 && id_) {
        sink.on_string(id_, text_);
        id_ = 0;
      }
    }
  }

 private:
  uint32_t id_ = 0;
  size_t left_ = 0;
  std::string text_;
};

}  // namespace loopscope::trace
