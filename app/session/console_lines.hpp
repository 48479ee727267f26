#pragma once

// What the program wrote, cut into lines: writes come in any pieces.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/snapshot.hpp"

namespace loopscope::trace {
class Store;
}

namespace loopscope::app {

class ConsoleLines {
 public:
  // Takes over the events from where it stopped up to `end`. True when lines came or grew.
  bool advance(const trace::Store& store, std::uint32_t end);
  const std::vector<ConsoleLine>& lines() const { return lines_; }

 private:
  void write(Stream stream, Instant at, std::string_view text, const std::string& owner);

  std::vector<ConsoleLine> lines_;
  std::uint32_t next_ = 0;
  // The line that the next write of a stream goes on with, or npos. Log records and warnings reach stderr as text;
  // what was announced last tells that text from what the program itself writes there.
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t open_out_ = kNone;
  std::size_t open_err_ = kNone;
  std::string announced_;
  Stream announced_as_ = Stream::err;
};

}  // namespace loopscope::app
