#pragma once

// A trace in the Chrome trace format as the window sees it. A thread of its own reads and converts the file.

#include <memory>
#include <string>

#include "app/session/trace_session.hpp"

namespace loopscope::app {

class ImportSession : public TraceSession {
 public:
  // A file that cannot be read gives an empty session whose status says why.
  explicit ImportSession(const std::string& path);
  ~ImportSession() override;  // stops the reading

  bool pump(double budget_ms) override;

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace loopscope::app
