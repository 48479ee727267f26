#include "app/session/import_session.hpp"

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "engine/interchange/chrome_import.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

constexpr std::uint32_t kCellsAPiece = 16384;

}  // namespace

struct ImportSession::Reading {
  explicit Reading(std::string file)
      : path(std::move(file)), thread([this] {
          static constexpr std::int64_t kStart = 0;
          trace::Recorder recorder(&channel, &kStart);
          interchange::import_chrome(path, recorder, &notes, &error, &stop);
          recorder.close();
          ended.store(true, std::memory_order_release);
        }) {}
  ~Reading() {
    stop.store(true, std::memory_order_relaxed);
    channel.abandon();
    thread.join();
  }

  std::string path;
  std::vector<std::string> notes;  // these two once it has ended
  std::string error;
  trace::Channel channel;
  std::atomic<bool> stop{false}, ended{false};
  bool all = false;
  std::thread thread;  // last: it uses what stands above
};

ImportSession::ImportSession(const std::string& path) : reading_(std::make_unique<Reading>(path)) {
  RunStatus& now = mutable_status();
  now.catching_up = true;
  now.from_file = true;
}

ImportSession::~ImportSession() = default;

bool ImportSession::pump(double budget_ms) {
  Reading& reading = *reading_;
  if (reading.all) return false;
  const auto begin = std::chrono::steady_clock::now();
  const auto spent = [begin] {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  };
  // Read before the last poll: then an empty channel after the end is really the end.
  const bool ended = reading.ended.load(std::memory_order_acquire);
  bool news = false, more = true;
  while (more && spent() < budget_ms) {
    const bool taken = store().poll(reading.channel, kCellsAPiece) > 0;
    news |= advance(kCellsAPiece);
    more = taken || behind();
  }
  if (!ended || more) return news;
  reading.all = true;
  RunStatus& now = mutable_status();
  now.catching_up = false;
  const auto& notes = reading.notes;
  now.message = reading.error;
  if (now.message.empty() && !notes.empty())
    now.message = notes.size() == 1 ? notes[0] : fmt::format("{} (and {} more notes)", notes[0], notes.size() - 1);
  finish();
  return true;
}

}  // namespace loopscope::app
