#include "app/session/live_session.hpp"

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include "app/session/engine_options.hpp"
#include "engine/runtime/session.hpp"
#include "engine/trace/channel.hpp"
#include "engine/trace/recorder.hpp"
#include "engine/trace/store.hpp"

namespace loopscope::app {
namespace {

// Taken over in pieces, so that the time budget is kept.
constexpr std::uint32_t kCellsAPiece = 16384;
// An event takes about 100 bytes with all that is derived from it. A program that never ends is held after so many, and
// after as many again each time that it is let go on.
constexpr std::uint32_t kEventsBeforeHold = 5'000'000;

}  // namespace

struct LiveSession::Engine {
  trace::Channel channel;
  runtime::Control control;
  std::atomic<bool> ended{false};
  runtime::RunResult result;  // the engine's own until `ended`
  std::uint64_t hold_at = kEventsBeforeHold;
  std::thread thread;
};

LiveSession::LiveSession(const LiveOptions& options) : engine_(std::make_unique<Engine>()) {
  mutable_status().running = true;
  engine_->thread = std::thread([engine = engine_.get(), options] {
    static constexpr std::int64_t kStart = 0;
    trace::Recorder recorder(&engine->channel, &kStart);
    runtime::RunOptions run = engine_options(options);
    run.recorder = &recorder;
    run.control = &engine->control;
    engine->result = runtime::run(run);
    recorder.close();
    engine->ended.store(true, std::memory_order_release);
  });
}

LiveSession::~LiveSession() {
  engine_->control.stop();
  engine_->channel.abandon();
  engine_->thread.join();
}

bool LiveSession::pump(double budget_ms) {
  const auto begin = std::chrono::steady_clock::now();
  const auto spent = [begin] {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  };
  // Read before the last poll: then an empty channel after the end is really the end.
  const bool ended = engine_->ended.load(std::memory_order_acquire);
  bool news = false;
  bool more = true;
  while (more && spent() < budget_ms) {
    const bool taken = store().poll(engine_->channel, kCellsAPiece) > 0;
    const bool advanced = advance(kCellsAPiece);
    news |= advanced;
    more = taken || behind();
  }
  RunStatus& now = mutable_status();
  if (!ended && !now.held && store().size() >= engine_->hold_at) {
    engine_->control.pause();
    now.held = true;
    now.message = fmt::format("held after {} million events; Space goes on", store().size() / 1'000'000);
    changed();
    news = true;
  }
  const bool was_busy = now.running || now.catching_up;
  now.catching_up = more;
  now.running = !ended;
  if (ended && now.held) release_hold();
  if (ended) {
    now.exit_status = engine_->result.exit_status;
    now.stopped = engine_->result.stopped;
  }
  if (was_busy && ended && !more) {
    finish();
    news = true;
  }
  return news;
}

void LiveSession::release_hold() {
  RunStatus& now = mutable_status();
  now.held = false;
  now.message.clear();
  engine_->hold_at = store().size() + std::uint64_t{kEventsBeforeHold};
}

void LiveSession::set_paused(bool paused) {
  if (!paused && status().held) release_hold();
  paused ? engine_->control.pause() : engine_->control.resume();
}

void LiveSession::step_live(Stride stride) {
  engine_->control.step(stride == Stride::event       ? runtime::Step::kEvent
                        : stride == Stride::task_step ? runtime::Step::kTaskStep
                                                      : runtime::Step::kTick);
}

void LiveSession::stop() { engine_->control.stop(); }
void LiveSession::interrupt() { engine_->control.send_signal(SIGINT); }

}  // namespace loopscope::app
