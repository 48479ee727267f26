#pragma once
// A text file that is there whole or not at all: it is written beside its name and takes it at the end.

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace loopscope::interchange {

class OutFile {
 public:
  explicit OutFile(std::string path);
  ~OutFile();
  OutFile(const OutFile&) = delete;
  OutFile& operator=(const OutFile&) = delete;

  void write(std::string_view text);
  /// Gives the file its name. False, with "PATH: reason" in `error`, when anything could not be written; what was at
  /// the path before is then still there.
  bool close(std::string* error);

 private:
  std::string path_, written_to_;
  std::FILE* file_ = nullptr;
  int failed_ = 0;  // errno of the first failure
};

/// Where to write so that `path` only ever holds a whole file: beside it; a device or a pipe is written to directly.
std::string path_beside(const std::string& path);

}  // namespace loopscope::interchange
