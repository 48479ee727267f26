#include "app/gallery/gallery.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

#include "app/source/highlight.hpp"

#ifndef LOOPSCOPE_SOURCE_SCENARIOS
#define LOOPSCOPE_SOURCE_SCENARIOS ""
#endif

namespace loopscope::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBroken = "_broken";
constexpr std::string_view kFixed = "_fixed";
// A lesson is a page or two; anything far beyond that is no lesson.
constexpr std::uintmax_t kLargestLesson = 1 << 20;

bool ends_with(std::string_view text, std::string_view tail) {
  return text.size() > tail.size() && text.substr(text.size() - tail.size()) == tail;
}

std::string pair_stem(const fs::path& path) {
  std::string stem = path.stem().string();
  if (ends_with(stem, kBroken)) stem.resize(stem.size() - kBroken.size());
  if (ends_with(stem, kFixed)) stem.resize(stem.size() - kFixed.size());
  return stem;
}

fs::path beside(const fs::path& path, std::string_view tail) {
  return path.parent_path() / (pair_stem(path) + std::string(tail) + path.extension().string());
}

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

Half half_of(const fs::path& path) {
  const std::string stem = path.stem().string();
  if (ends_with(stem, kFixed)) return Half::fixed;
  return ends_with(stem, kBroken) || is_file(beside(path, kFixed)) ? Half::broken : Half::whole;
}

std::string read_text(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > kLargestLesson) return "";
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// The paragraph that follows the first line, as one line; up to the end of its first sentence.
std::string first_sentence(std::string_view docstring) {
  std::string paragraph;
  std::size_t at = docstring.find('\n');
  bool started = false;
  while (at != std::string_view::npos && at < docstring.size()) {
    const std::size_t begin = at + 1;
    at = docstring.find('\n', begin);
    std::string_view line = docstring.substr(begin, at == std::string_view::npos ? at : at - begin);
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    if (line.empty()) {
      if (started) break;
      continue;
    }
    if (started) paragraph += ' ';
    paragraph += line;
    started = true;
  }
  std::erase(paragraph, '`');
  for (std::size_t i = 0; i + 1 < paragraph.size(); ++i) {
    const bool stop = paragraph[i] == '.' || paragraph[i] == '!' || paragraph[i] == '?';
    if (stop && paragraph[i + 1] == ' ') return paragraph.substr(0, i + 1);
  }
  return paragraph;
}

std::string title_from_name(const fs::path& path) {
  std::string title = path.stem().string();
  std::replace(title.begin(), title.end(), '_', ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

int number_from_name(const fs::path& path) {
  const std::string name = path.filename().string();
  int number = 0;
  std::from_chars(name.data(), name.data() + std::min<std::size_t>(name.size(), 4), number);
  return number;
}

}  // namespace

fs::path scenarios_folder() {
  if (const char* own = std::getenv("LOOPSCOPE_SCENARIOS"); own != nullptr && own[0] != '\0') return own;
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    for (const char* beside : {"scenarios", "../share/loopscope/scenarios"}) {
      const fs::path folder = executable.parent_path() / beside;
      if (fs::is_directory(folder, error)) return folder.lexically_normal();
    }
  }
  return LOOPSCOPE_SOURCE_SCENARIOS;
}

fs::path counterpart_of(const fs::path& path) {
  switch (half_of(path)) {
    case Half::whole:
      return {};
    case Half::broken:
      return is_file(beside(path, kFixed)) ? beside(path, kFixed) : fs::path();
    case Half::fixed:
      for (const std::string_view tail : {kBroken, std::string_view()}) {
        if (is_file(beside(path, tail))) return beside(path, tail);
      }
      return {};
  }
  return {};
}

Lesson read_lesson(const fs::path& path) {
  Lesson lesson;
  lesson.path = path;
  lesson.number = number_from_name(path);
  lesson.half = half_of(path);
  lesson.counterpart = counterpart_of(path);
  const std::string docstring = module_docstring(read_text(path));
  lesson.title = docstring.substr(0, docstring.find('\n'));
  if (!lesson.title.empty() && lesson.title.back() == '.') lesson.title.pop_back();
  if (lesson.title.empty()) lesson.title = title_from_name(path);
  lesson.sentence = first_sentence(docstring);
  return lesson;
}

Gallery read_gallery(const fs::path& folder) {
  Gallery gallery;
  gallery.folder = folder;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::path& path = it->path();
    std::error_code ignored;
    if (path.extension() == ".py" && path.filename().string()[0] != '_' && fs::is_regular_file(path, ignored)) {
      gallery.lessons.push_back(read_lesson(path));
    }
  }
  std::sort(gallery.lessons.begin(), gallery.lessons.end(), [](const Lesson& a, const Lesson& b) {
    const std::string sa = pair_stem(a.path), sb = pair_stem(b.path);
    if (sa != sb) return sa < sb;
    return a.half < b.half;
  });
  return gallery;
}

}  // namespace loopscope::app
