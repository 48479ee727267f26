#include "engine/interchange/out_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace loopscope::interchange {

std::string path_beside(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(path, ignored);
  const bool special = std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
  return special ? path : path + ".part";
}

OutFile::OutFile(std::string path) : path_(std::move(path)), written_to_(path_beside(path_)) {
  file_ = std::fopen(written_to_.c_str(), "wb");
  if (!file_) failed_ = errno;
}

OutFile::~OutFile() {
  if (!file_) return;
  std::fclose(file_);
  if (written_to_ != path_) std::remove(written_to_.c_str());
}

void OutFile::write(std::string_view text) {
  if (failed_ == 0 && std::fwrite(text.data(), 1, text.size(), file_) != text.size()) failed_ = errno;
}

bool OutFile::close(std::string* error) {
  if (file_) {
    if (std::fclose(file_) != 0 && failed_ == 0) failed_ = errno;
    file_ = nullptr;
    const bool beside = written_to_ != path_;
    if (beside && failed_ == 0 && std::rename(written_to_.c_str(), path_.c_str()) != 0) failed_ = errno;
    if (beside && failed_ != 0) std::remove(written_to_.c_str());
  }
  if (failed_ != 0) *error = path_ + ": " + std::strerror(failed_);
  return failed_ == 0;
}

}  // namespace loopscope::interchange
