#pragma once

// The lessons as cards: the page that the window opens on, and the list beside an open file.

#include "app/panels/panel.hpp"

namespace loopscope::app {

// A page with a heading and a grid of cards. Draws into what is left of the current window.
void draw_gallery_page(const PanelContext& context, Intents& intents);

// One column of cards; the open file's card is marked.
void draw_gallery_list(const PanelContext& context, Intents& intents);

}  // namespace loopscope::app
