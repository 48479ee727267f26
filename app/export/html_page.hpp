#pragma once

// A trace as one HTML page that needs no server and no network: a timeline to scrub and zoom, and the source, the await
// chains, the output and the findings of the instant under its cursor. What the page does stands in page/.

#include <string>

namespace loopscope::analysis {
class Model;
}

namespace loopscope::app {

struct HtmlOptions {
  bool dark = true;
  std::string ruler;  // "time", "tick" or "": what suits the trace
  std::string title;
};

// A page of a longer trace than this would be too much for a browser.
inline constexpr unsigned kMostHtmlEvents = 3'000'000;

std::string html_page(const analysis::Model& model, const HtmlOptions& options);

}  // namespace loopscope::app
