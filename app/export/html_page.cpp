#include "app/export/html_page.hpp"

#include "app/export/html_data.hpp"
#include "app/export/svg.hpp"

namespace loopscope::app {

// Made from page/ by cmake/embed_text.cmake.
namespace page {
extern const std::string_view kPageHtml, kPageCss, kDataJs, kDrawJs, kPageJs;
}

std::string html_page(const analysis::Model& model, const HtmlOptions& options) {
  const std::string title = escaped(options.title);
  const std::string script = std::string(page::kDataJs) + std::string(page::kDrawJs) + std::string(page::kPageJs);
  const std::string data = html_data(model, options);
  std::string out;
  for (std::string_view rest = page::kPageHtml; !rest.empty();) {
    // @NAME@ stands for a text; no other at sign is in the page.
    const std::size_t begin = rest.find('@');
    out += rest.substr(0, begin);
    if (begin == std::string_view::npos) break;
    const std::size_t end = rest.find('@', begin + 1);
    const std::string_view name = rest.substr(begin + 1, end - begin - 1);
    out += name == "TITLE"   ? std::string_view(title)
           : name == "THEME" ? (options.dark ? "dark" : "light")
           : name == "STYLE" ? page::kPageCss
           : name == "DATA"  ? std::string_view(data)
                             : std::string_view(script);
    rest.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace loopscope::app
