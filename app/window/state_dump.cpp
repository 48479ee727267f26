#include "app/window/state_dump.hpp"

#include <nlohmann/json.hpp>

namespace loopscope::app {

std::string state_json(Workbench& workbench) {
  using nlohmann::json;
  const timeline::ViewState& view = workbench.timeline_view().state;
  json out = {
      {"cursor", {{"event", workbench.cursor().seq}, {"time_ns", workbench.cursor().ns}}},
      {"selection", {{"subject", static_cast<int>(workbench.selection().subject)}, {"id", workbench.selection().id}}},
      {"visible",
       {{"origin", view.window.origin},
        {"length", view.window.length},
        {"ruler", view.ruler == timeline::Ruler::tick ? "tick" : "time"}}},
      {"theme", workbench.settings().theme == Theme::light ? "light" : "dark"},
      {"interface_scale", workbench.settings().interface_scale},
      {"playing", workbench.playback().playing},
      {"help", workbench.help_open()},
      {"picker", workbench.picker_open()},
      {"maximised", workbench.settings().layout.maximised},
      {"left", workbench.settings().layout.show_left},
      {"left_width", workbench.settings().layout.left_width},
      {"file", workbench.document() == nullptr ? "" : workbench.document()->path.filename().string()},
      {"tab", workbench.tab()},
      {"tabs", workbench.tab_count()},
      {"idle", workbench.idle()},
  };
  if (const Session* session = workbench.session()) {
    out["events"] = session->last().seq;
    out["running"] = session->status().running;
    out["exit_status"] = session->status().exit_status;
    out["console_lines"] = session->console().size();
  }
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace loopscope::app
