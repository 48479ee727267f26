#pragma once
// A trace in the Chrome trace format, for Perfetto's UI and everything else that reads it. What becomes what:
// docs/interchange.md.

#include <string>

namespace loopscope::analysis {
class Model;
}

namespace loopscope::interchange {

/// False, with the reason in `error`, when the file could not be written whole.
bool write_chrome(const analysis::Model& model, const std::string& path, std::string* error);

}  // namespace loopscope::interchange
