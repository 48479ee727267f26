#include "app/panels/lessons_panel.hpp"

#include "app/panels/gallery_view.hpp"

namespace loopscope::app {

LessonsPanel::LessonsPanel() : Panel("lessons", "Lessons", Icon::lessons) {}

void LessonsPanel::draw(const PanelContext& context, Intents& intents) { draw_gallery_list(context, intents); }

}  // namespace loopscope::app
