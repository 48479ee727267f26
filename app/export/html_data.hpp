#pragma once

// What the page knows of the trace, as JSON: page/data.js reads it.

#include <string>

#include "app/export/html_page.hpp"

namespace loopscope::app {

// Safe within a <script> element.
std::string html_data(const analysis::Model& model, const HtmlOptions& options);

}  // namespace loopscope::app
