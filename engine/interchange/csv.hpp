#pragma once
// Statistics as CSV (RFC 4180): one row for each task. Columns and units: docs/interchange.md.

#include <string>

namespace loopscope::analysis {
class Model;
}

namespace loopscope::interchange {

/// False, with the reason in `error`, when the file could not be written whole.
bool write_csv(const analysis::Model& model, const std::string& path, std::string* error);

}  // namespace loopscope::interchange
