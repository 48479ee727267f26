#include "engine/runtime/state.hpp"

namespace loopscope::runtime {

void SourceCache::add(std::string_view filename, std::string_view source) {
  File file;
  file.text = source;
  file.starts.push_back(0);
  for (size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\n' || (source[i] == '\r' && (i + 1 >= source.size() || source[i + 1] != '\n'))) {
      file.starts.push_back(static_cast<uint32_t>(i + 1));
    }
  }
  files_.insert_or_assign(std::string(filename), std::move(file));
}

std::string_view SourceCache::text(std::string_view filename) const {
  auto it = files_.find(filename);
  return it == files_.end() ? std::string_view() : std::string_view(it->second.text);
}

std::string_view SourceCache::line(std::string_view filename, int32_t line) const {
  auto it = files_.find(filename);
  if (it == files_.end() || line < 1 || static_cast<size_t>(line) > it->second.starts.size()) return {};
  const File& file = it->second;
  size_t start = file.starts[static_cast<size_t>(line) - 1];
  size_t end =
      static_cast<size_t>(line) < file.starts.size() ? file.starts[static_cast<size_t>(line)] : file.text.size();
  std::string_view out = std::string_view(file.text).substr(start, end - start);
  while (!out.empty() && (out.back() == '\n' || out.back() == '\r')) out.remove_suffix(1);
  return out;
}

}  // namespace loopscope::runtime
