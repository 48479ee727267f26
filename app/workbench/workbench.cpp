#include "app/workbench/workbench.hpp"

#include <algorithm>

#include "app/workbench/help.hpp"
#include "app/workbench/lane_map.hpp"

namespace loopscope::app {
namespace {

constexpr double kPumpBudgetMs = 6;
// While playing, each event stands for at least this long, so that what happens at one instant can be followed; a wait
// in which nothing happens is cut to the other, unless the user wants it whole.
constexpr float kShortestEvent = 0.04F;
constexpr float kLongestGap = 0.5F;
constexpr int kMostEventsAFrame = 20000;

// What lies under an overlay steps back, and does not take the pointer.
void draw_dim(const PanelContext& context, float width, float height) {
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImVec2(width, height));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, context.paint(Color::window, 0.6F));
  ImGui::Begin("dim", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

}  // namespace

Workbench::Workbench(Settings settings, Gallery gallery, StartSession start)
    : settings_(std::move(settings)), gallery_(std::move(gallery)), start_(std::move(start)), panels_(make_panels()) {
  playback_.skip_gaps = settings_.skip_gaps;
}

Workbench::~Workbench() = default;

void Workbench::open(const std::filesystem::path& path, std::vector<std::int64_t> interrupts) {
  seek_when_there_ns_.reset();
  session_.reset();
  snapshot_.reset();
  selection_ = {};
  lane_selection_ = {};
  marks_.clear();
  cursor_ = {};
  follow_live_ = true;
  playback_.playing = false;
  engine_paused_ = false;
  const bool same_file = document_ != nullptr && document_->path == path;
  if (!same_file) {
    timeline_.state = {};
    ruler_settled_ = false;
  }
  document_ = std::make_unique<Document>(read_document(path));
  note_.clear();
  if (!document_->error.empty()) {
    note_ = document_->error;
    return;
  }
  document_->interrupts = std::move(interrupts);
  remember(path);
  session_ = start_(*document_);
  if (!same_file) activate("source");
}

void Workbench::show_gallery() {
  session_.reset();
  snapshot_.reset();
  document_.reset();
  selection_ = {};
  lane_selection_ = {};
  marks_.clear();
  playback_.playing = false;
  note_.clear();
  settings_.layout.maximised.clear();
}

void Workbench::seek(Instant at) {
  if (session_ == nullptr) return;
  cursor_ = at;
  follow_live_ = at.seq >= session_->last().seq;
  reveal_cursor();
}

// On a virtual clock most of a program happens at one instant: then it opens on ticks, once, as soon as it has ended.
void Workbench::suggest_ruler() {
  if (ruler_settled_ || session_ == nullptr || session_->status().running || session_->status().catching_up) return;
  if (session_->status().events == 0) return;
  ruler_settled_ = true;  // asked of the view once it has drawn the whole of it
  if (timeline_.state.ruler == timeline::Ruler::time && timeline_.better_by_tick()) {
    timeline_.toggle_ruler();
    timeline_.skip_animation();
  }
  // Of a foreign trace the calls are what there is to see.
  const timeline::LaneSource* lanes = session_->lanes();
  for (std::uint32_t i = 0; document_ && document_->is_foreign && lanes && i < lanes->lane_count(); ++i) {
    const timeline::LaneInfo info = lanes->lane(i);
    if (info.key.kind == timeline::LaneKind::thread && info.rows > 1) timeline_.state.unfolded.insert(info.key);
  }
}

// The whole trace in sight stays so; only a closer look follows the cursor.
void Workbench::reveal_cursor() {
  if (!timeline_.state.fitted) timeline_.reveal(cursor_);
}

void Workbench::select(const Selection& selection) {
  selection_ = selection;
  lane_selection_ = {};
  const auto key = lane_of(selection);
  if (!key) return;
  if (const auto lane = timeline_.select_lane(*key, cursor_)) lane_selection_ = *lane;
  timeline_.reveal_lane(*key);
}

bool Workbench::idle() const {
  bool busy =
      session_ != nullptr && ((session_->status().running && !engine_paused_) || session_->status().catching_up);
  for (const OpenFile& waiting : tabs_) {
    busy |= waiting.session != nullptr && !waiting.engine_paused &&
            (waiting.session->status().running || waiting.session->status().catching_up);
  }
  return !playback_.playing && !keys_.pending() && !busy && !timeline_.animating();
}

void Workbench::advance_playback(float seconds) {
  if (!playback_.playing || session_ == nullptr) return;
  play_debt_ += seconds * playback_.speed;
  for (int i = 0; i < kMostEventsAFrame; ++i) {
    const Instant next = session_->next(cursor_, Stride::event);
    if (next.seq == cursor_.seq) {
      play_debt_ = 0;
      if (!session_->status().running) playback_.playing = false;
      return;
    }
    float wait = std::max(kShortestEvent, static_cast<float>(next.ns - cursor_.ns) * 1e-9F);
    if (playback_.skip_gaps) wait = std::min(wait, kLongestGap);
    if (play_debt_ < wait) return;
    play_debt_ -= wait;
    cursor_ = next;
    follow_live_ = false;
    reveal_cursor();
  }
  play_debt_ = 0;
}

void Workbench::refresh_snapshot() {
  if (session_ == nullptr) return;
  if (follow_live_ && !playback_.playing) cursor_ = session_->last();
  if (seek_when_there_ns_ && (session_->last().ns > *seek_when_there_ns_ || !session_->status().running)) {
    seek(session_->at_time(*seek_when_there_ns_));
    seek_when_there_ns_.reset();
  }
  if (document_->is_trace && document_->trace_file == 0 && session_->trace_file() != 0) {
    set_text(*document_, session_->source_text());
  }
  document_->trace_file = session_->trace_file();
  const bool fresh = snapshot_ != nullptr && snapshot_->at == cursor_ && snapshot_revision_ == session_->revision() &&
                     snapshot_selection_ == selection_;
  if (fresh || session_->status().events == 0) return;
  snapshot_ = std::make_unique<Snapshot>(session_->observe(cursor_, selection_));
  snapshot_revision_ = session_->revision();
  snapshot_selection_ = selection_;
}

PanelContext Workbench::context(const Fonts& fonts) const {
  PanelContext out;
  out.paint = Paint{settings_.theme};
  out.scale = scale();
  out.fonts = &fonts;
  out.gallery = &gallery_;
  out.document = document_.get();
  out.snapshot = snapshot_.get();
  if (session_ != nullptr) {
    out.status = &session_->status();
    out.console = &session_->console();
    out.findings = &session_->findings();
  }
  out.selection = selection_;
  out.playback = playback_;
  out.shows_tick_ruler = timeline_.state.ruler == timeline::Ruler::tick;
  return out;
}

void Workbench::frame(float width, float height, float seconds, const Fonts& fonts) {
  take_keys(seconds);
  if (session_ != nullptr) {
    session_->pump(kPumpBudgetMs);
    if (session_->status().held) engine_paused_ = true;
  }
  pump_waiting_tabs();
  advance_playback(seconds);
  refresh_snapshot();

  const PanelContext ctx = context(fonts);
  Intents intents;
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImVec2(width, height));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ctx.paint(Color::window));
  ImGui::Begin("loopscope", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar(3);
  draw_areas(ctx, width, height, intents);
  ImGui::End();
  ImGui::PopStyleColor();
  if (help_open_ || picker_.is_open()) draw_dim(ctx, width, height);
  if (help_open_ && draw_help(ctx, width, height)) help_open_ = false;
  draw_picker(ctx, width, height);
  suggest_ruler();
  apply(intents);
  settings_.skip_gaps = playback_.skip_gaps;
}

void Workbench::apply(Intents& intents) {
  if (intents.open) {
    open(*intents.open);
    return;
  }
  if (intents.close_tab) return close_tab(*intents.close_tab);
  if (intents.show_tab) return show_tab(*intents.show_tab);
  if (intents.select) select(*intents.select);
  if (intents.seek) {
    playback_.playing = false;
    seek(*intents.seek);
  }
  if (intents.run_to_line && session_ != nullptr) {
    const auto at = session_->next_at_line(cursor_, intents.run_to_line->file, intents.run_to_line->line);
    if (at) seek(*at);
  }
  if (intents.show_place) activate("source");
  if (intents.speed) playback_.speed = *intents.speed;
  if (!intents.toggle_maximise.empty()) {
    std::string& maximised = settings_.layout.maximised;
    maximised = maximised == intents.toggle_maximise ? std::string() : intents.toggle_maximise;
  }
  for (const Command command : intents.commands) fire({command, false, 0});
}

}  // namespace loopscope::app
