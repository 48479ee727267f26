#include "app/session/file_session.hpp"

#include <fmt/core.h>

#include <chrono>

#include "engine/trace/file/reader.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

constexpr std::uint32_t kEventsAPiece = 16384;
// An event takes about 100 bytes with all that is derived from it: as much as a window should take.
constexpr std::uint32_t kMostEvents = 40'000'000;

}  // namespace

struct FileSession::File {
  std::unique_ptr<trace::file::Reader> reader;
  std::size_t next_chunk = 0;
  bool all = false;
};

FileSession::FileSession(const std::string& path) : file_(std::make_unique<File>()) {
  std::string error;
  file_->reader = trace::file::Reader::open(path, &error);
  RunStatus& now = mutable_status();
  now.catching_up = file_->reader != nullptr;
  now.from_file = true;
  if (!file_->reader) now.message = error;
}

FileSession::~FileSession() = default;

bool FileSession::pump(double budget_ms) {
  File& file = *file_;
  if (!file.reader || file.all) return false;
  const auto begin = std::chrono::steady_clock::now();
  const auto spent = [begin] {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  };
  trace::file::StoreSink sink(store());
  RunStatus& now = mutable_status();
  bool full = false;
  while (spent() < budget_ms) {
    if (behind()) {
      advance(kEventsAPiece);
      continue;
    }
    full = store().size() > kMostEvents;
    if (full || file.next_chunk == file.reader->chunks().size()) {
      file.all = true;
      break;
    }
    file.reader->read(file.next_chunk++, sink);
  }
  now.catching_up = !file.all;
  if (file.all) {
    const auto& notes = file.reader->notes();
    if (full) {
      now.message = fmt::format("only the first {} of {} events are shown; loopscope cut makes a smaller trace",
                                store().size(), file.reader->events());
    } else if (!notes.empty()) {
      now.message = notes.size() == 1 ? notes[0] : fmt::format("{} (and {} more notes)", notes[0], notes.size() - 1);
    }
    finish();
  }
  return true;
}

}  // namespace loopscope::app
