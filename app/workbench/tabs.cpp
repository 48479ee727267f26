// Several files and traces open side by side: one is shown, the others wait as they were left.

#include <algorithm>
#include <cmath>

#include "app/panels/widgets.hpp"
#include "app/workbench/workbench.hpp"

namespace loopscope::app {
namespace {

constexpr double kWaitingBudgetMs = 1;
constexpr std::size_t kMostRecent = 12;

}  // namespace

void Workbench::exchange(OpenFile& parked) {
  std::swap(document_, parked.document);
  std::swap(session_, parked.session);
  std::swap(cursor_, parked.cursor);
  std::swap(follow_live_, parked.follow_live);
  std::swap(seek_when_there_ns_, parked.seek_when_there_ns);
  std::swap(engine_paused_, parked.engine_paused);
  std::swap(selection_, parked.selection);
  std::swap(lane_selection_, parked.lane_selection);
  std::swap(ruler_settled_, parked.ruler_settled);
  std::swap(marks_, parked.marks);
  std::swap(timeline_.state, parked.view);
  snapshot_.reset();
  playback_.playing = false;
}

void Workbench::show_tab(std::size_t tab) {
  if (tab >= tabs_.size() || tab == tab_) return;
  exchange(tabs_[tab_]);
  tab_ = tab;
  exchange(tabs_[tab_]);
  note_.clear();
}

void Workbench::open_in_tab(const std::filesystem::path& path) {
  for (std::size_t i = 0; i < tabs_.size(); ++i) {
    const Document* there = i == tab_ ? document_.get() : tabs_[i].document.get();
    if (there == nullptr || there->path != path) continue;
    show_tab(i);
    return open(path);  // what it holds may have changed
  }
  if (document_ != nullptr && document_->error.empty()) {
    tabs_.insert(tabs_.begin() + static_cast<std::ptrdiff_t>(tab_) + 1, OpenFile{});
    show_tab(tab_ + 1);
  }
  open(path);
}

void Workbench::close_tab(std::size_t tab) {
  if (tabs_.size() == 1) return show_gallery();
  if (tab == tab_) show_tab(tab + 1 < tabs_.size() ? tab + 1 : tab - 1);
  tabs_.erase(tabs_.begin() + static_cast<std::ptrdiff_t>(tab));
  if (tab < tab_) --tab_;
}

void Workbench::turn_tab(bool forward) { show_tab((tab_ + (forward ? 1 : tabs_.size() - 1)) % tabs_.size()); }

void Workbench::pump_waiting_tabs() {
  for (OpenFile& waiting : tabs_) {
    if (waiting.session != nullptr) waiting.session->pump(kWaitingBudgetMs);
  }
}

void Workbench::remember(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  std::vector<std::string>& recent = settings_.recent;
  std::erase(recent, whole.string());
  recent.insert(recent.begin(), whole.string());
  if (recent.size() > kMostRecent) recent.resize(kMostRecent);
}

void Workbench::draw_tabs(const PanelContext& context, const Rect& rect, Intents& intents) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(ImVec2(rect.x, rect.y), ImVec2(rect.x + rect.w, rect.y + rect.h), context.paint(Color::window));
  const float pad = context.px(10), cross = context.px(20);
  const float most = std::min(context.px(240), rect.w / static_cast<float>(tabs_.size()));
  float x = rect.x;
  for (std::size_t i = 0; i < tabs_.size(); ++i) {
    const Document* document = i == tab_ ? document_.get() : tabs_[i].document.get();
    const std::string name = document == nullptr ? "Lessons" : document->path.filename().string();
    const float width = std::min(most, ImGui::CalcTextSize(name.c_str()).x + pad * 2 + cross);
    const bool current = i == tab_;
    ImGui::PushID(static_cast<int>(i));
    ImGui::SetCursorScreenPos(ImVec2(x, rect.y));
    if (ImGui::InvisibleButton("tab", ImVec2(std::max(1.0F, width - cross), rect.h))) intents.show_tab = i;
    const bool hovered = ImGui::IsItemHovered();
    if (hovered && document != nullptr) tooltip(context, document->path.string());
    if (current || hovered) {
      draw->AddRectFilled(ImVec2(x, rect.y), ImVec2(x + width, rect.y + rect.h),
                          context.paint(current ? Color::panel : Color::hover));
    }
    if (current) {
      draw->AddRectFilled(ImVec2(x, rect.y), ImVec2(x + width, rect.y + context.px(2)), context.paint(Color::accent));
    }
    ImGui::SetCursorScreenPos(ImVec2(x + pad, std::round(rect.y + (rect.h - ImGui::GetTextLineHeight()) * 0.5F)));
    text_fit(name.c_str(), width - pad - cross, context.paint(current ? Color::text : Color::text_dim));
    // A cross of its own: the icon font need not be there.
    ImGui::SetCursorScreenPos(ImVec2(x + width - cross, rect.y));
    if (ImGui::InvisibleButton("close", ImVec2(cross, rect.h))) intents.close_tab = i;
    const bool over = ImGui::IsItemHovered();
    if (over) tooltip(context, "Close this tab");
    const ImVec2 at(x + width - cross * 0.5F - context.px(2), rect.y + rect.h * 0.5F);
    const float r = context.px(3.5F);
    const ImU32 color = context.paint(over ? Color::text : Color::text_faint);
    draw->AddLine(ImVec2(at.x - r, at.y - r), ImVec2(at.x + r, at.y + r), color, context.px(1.25F));
    draw->AddLine(ImVec2(at.x - r, at.y + r), ImVec2(at.x + r, at.y - r), color, context.px(1.25F));
    ImGui::PopID();
    x += width + context.px(1);
  }
}

}  // namespace loopscope::app
