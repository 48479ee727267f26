// What the picker offers in each of its modes, and what choosing does.

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "app/panels/widgets.hpp"
#include "app/workbench/workbench.hpp"

namespace loopscope::app {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostItems = 2000;

std::string home_expanded(const std::string& text) {
  const char* home = std::getenv("HOME");
  if (home != nullptr && (text == "~" || text.substr(0, 2) == "~/")) return home + text.substr(1);
  return text;
}

}  // namespace

void Workbench::open_picker(PickerMode mode) {
  help_open_ = false;
  picker_mode_ = mode;
  picker_targets_.clear();
  std::vector<PickerItem> items;
  switch (mode) {
    case PickerMode::commands:
      for (const CommandInfo& info : all_commands()) {
        items.push_back({std::string(info.title), std::string(info.doc),
                         info.key.empty() ? std::string() : chord_label(info.key), static_cast<std::size_t>(info.id)});
      }
      return picker_.open("A command", std::move(items));
    case PickerMode::go_to:
    case PickerMode::search:
      if (session_ != nullptr) picker_targets_ = session_->targets();
      if (mode == PickerMode::search && session_ != nullptr) {
        for (const ConsoleLine& line : session_->console()) {
          if (picker_targets_.size() >= kMostItems) break;
          picker_targets_.push_back(
              {line.text, clock_text(line.at.ns), {Subject::event, line.at.seq, 0, 0}, line.at, {}});
        }
      }
      if (document_ != nullptr) {
        for (std::size_t i = 0; i < document_->lines.size() && picker_targets_.size() < kMostItems; ++i) {
          const std::string& text = document_->lines[i].text;
          const std::size_t begin = text.find_first_not_of(" \t");
          if (begin == std::string::npos) continue;
          const SourcePlace place{document_->trace_file, static_cast<std::uint32_t>(i + 1),
                                  document_->path.filename().string(), ""};
          picker_targets_.push_back({text.substr(begin), fmt::format("line {}", i + 1), {}, std::nullopt, place});
        }
      }
      for (std::size_t i = 0; i < picker_targets_.size(); ++i) {
        items.push_back({picker_targets_[i].label, picker_targets_[i].detail, "", i});
      }
      return picker_.open(mode == PickerMode::go_to ? "A task, a generator, a line" : "Search output, names and source",
                          std::move(items));
    case PickerMode::open: {
      picker_.open("Path of a Python file or a trace", {});
      std::error_code error;
      const fs::path folder = document_ != nullptr ? document_->path.parent_path() : fs::current_path(error);
      picker_folder_ = folder;
      return list_paths();
    }
    case PickerMode::none:
      return;
  }
}

void Workbench::list_paths() {
  const std::string text = home_expanded(picker_.text());
  const fs::path typed = text;
  const fs::path folder = text.empty() ? picker_folder_ : text.back() == '/' ? typed : typed.parent_path();
  picker_paths_.clear();
  std::size_t recent = 0;
  if (text.empty()) {
    // Nothing is typed yet: what was open lately comes first.
    for (const std::string& path : settings_.recent) {
      std::error_code gone;
      if (document_ != nullptr && fs::equivalent(document_->path, path, gone)) continue;
      if (fs::is_regular_file(path, gone)) picker_paths_.emplace_back(path);
    }
    recent = picker_paths_.size();
  }
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    std::error_code ignored;
    const bool is_folder = fs::is_directory(it->path(), ignored);
    const std::string suffix = it->path().extension().string();
    const bool opens =
        suffix == ".py" || suffix == ".loopscope" || (suffix == ".json" && !is_folder && is_foreign_trace(it->path()));
    if (name[0] == '.' || (!is_folder && !opens)) continue;
    picker_paths_.push_back(it->path());
    if (picker_paths_.size() >= kMostItems) break;
  }
  std::sort(picker_paths_.begin() + static_cast<std::ptrdiff_t>(recent), picker_paths_.end());
  std::vector<PickerItem> items;
  for (std::size_t i = 0; i < picker_paths_.size(); ++i) {
    std::error_code ignored;
    const bool is_folder = fs::is_directory(picker_paths_[i], ignored);
    items.push_back({picker_paths_[i].string() + (is_folder ? "/" : ""), i < recent ? "recent" : "", "", i});
  }
  picker_.set_items(std::move(items));
}

void Workbench::picked(std::size_t index) {
  const PickerMode mode = picker_mode_;
  if (mode == PickerMode::commands) {
    if (index != Picker::kNoItem) fire({static_cast<Command>(index), false, 0});
    return;
  }
  if (mode == PickerMode::open) {
    const fs::path path = index == Picker::kNoItem ? fs::path(home_expanded(picker_.text())) : picker_paths_[index];
    std::error_code error;
    if (fs::is_directory(path, error)) {
      // A folder goes on to what is in it.
      const std::string text = path.string() + "/";
      picker_.open("Path of a Python file or a trace", {});
      picker_.set_text(text);
      return list_paths();
    }
    return open_in_tab(path);
  }
  if (index == Picker::kNoItem) return;
  const Target& target = picker_targets_[index];
  if (target.at) seek(*target.at);
  if (target.subject.subject != Subject::none) select(target.subject);
  if (target.place && session_ != nullptr) {
    activate("source");
    if (const auto at = session_->next_at_line(cursor_, target.place.file, target.place.line)) seek(*at);
  }
}

void Workbench::draw_picker(const PanelContext& context, float width, float height) {
  const Picker::Result result = picker_.draw(context, width, height);
  if (picker_.is_open() && picker_mode_ == PickerMode::open && picker_.text_changed()) list_paths();
  if (result == Picker::Result::chosen) picked(picker_.index());
}

}  // namespace loopscope::app
