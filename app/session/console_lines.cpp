#include "app/session/console_lines.hpp"

#include "engine/analysis/state.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {

using trace::EventType;

bool ConsoleLines::advance(const trace::Store& store, std::uint32_t end) {
  bool changed = false;
  for (; next_ < end; ++next_) {
    const EventType type = store.type(next_);
    if (type == EventType::kLogRecorded) {
      announced_ = store.text(store.get<trace::ev::LogRecorded>(next_).message);
      announced_as_ = Stream::log;
      continue;
    }
    if (type == EventType::kWarningIssued) {
      announced_ = store.text(store.get<trace::ev::WarningIssued>(next_).message);
      announced_as_ = Stream::warning;
      continue;
    }
    const bool out = type == EventType::kStdoutWritten;
    if (!out && type != EventType::kStderrWritten) continue;
    const std::string_view text = out ? store.text(store.get<trace::ev::StdoutWritten>(next_).text)
                                      : store.text(store.get<trace::ev::StderrWritten>(next_).text);
    Stream stream = out ? Stream::out : Stream::err;
    if (!out && !announced_.empty()) {
      const std::string_view head = std::string_view(announced_).substr(0, announced_.find('\n'));
      if (text.find(head) != std::string_view::npos) stream = announced_as_;
    }
    const TaskId task = store.task(next_);
    write(stream, {store.time(next_), next_}, text, task ? analysis::task_name(store, task) : std::string());
    changed = true;
  }
  return changed;
}

void ConsoleLines::write(Stream stream, Instant at, std::string_view text, const std::string& owner) {
  std::size_t& open = stream == Stream::out ? open_out_ : open_err_;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view piece = text.substr(0, end);
    if (open != kNone) {
      lines_[open].text += piece;
    } else {
      open = lines_.size();
      lines_.push_back({stream, at, std::string(piece), owner});
    }
    if (end == std::string_view::npos) return;
    open = kNone;
    text.remove_prefix(end + 1);
  }
}

}  // namespace loopscope::app
