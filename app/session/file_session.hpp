#pragma once

// A trace file as the window sees it. It is read in pieces, one a frame, so that the window never waits.

#include <memory>
#include <string>

#include "app/session/trace_session.hpp"

namespace loopscope::app {

class FileSession : public TraceSession {
 public:
  // A file that cannot be read gives an empty session whose status says why.
  explicit FileSession(const std::string& path);
  ~FileSession() override;

  bool pump(double budget_ms) override;

 private:
  struct File;
  std::unique_ptr<File> file_;
};

}  // namespace loopscope::app
