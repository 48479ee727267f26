#pragma once
// A file in the Chrome trace format as a trace: threads as threads, slices as calls. What becomes what:
// docs/interchange.md.

#include <atomic>
#include <string>
#include <vector>

namespace loopscope::trace {
class Recorder;
}

namespace loopscope::interchange {

/// Records what is in the file. The recorder's clock is set to one that ends with this call; times begin at 0.
/// False, with the reason in `error`, when there is nothing to record. `notes`: what was left out.
bool import_chrome(const std::string& path, trace::Recorder& recorder, std::vector<std::string>* notes,
                   std::string* error, const std::atomic<bool>* stop = nullptr);

}  // namespace loopscope::interchange
