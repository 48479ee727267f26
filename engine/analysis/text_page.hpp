#pragma once
// The typography of the text timeline: rules, rows of two columns, wrapping. It knows nothing of events.

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope::analysis {

class TextPage {
 public:
  TextPage(uint32_t columns, uint32_t max_rows);

  /// A line across the page: "── left ───────── right ──".
  void rule(std::string_view left, std::string_view right);
  /// A heading for what follows, its explanation behind it or below it.
  void heading(std::string_view name, std::string_view explanation);
  /// What happened, and on the right the source line that did it.
  void row(std::string_view text, uint32_t line, std::string_view source);
  /// A paragraph with a hanging indentation behind `mark`.
  void paragraph(std::string_view mark, std::string_view text);
  void plain(std::string_view text);
  void blank();
  /// The limit of rows is reached: what follows is not shown.
  bool full() const { return rows_left_ == 0; }
  /// Rows that came after that.
  uint64_t left_out() const { return left_out_; }
  /// Lifts the limit for what follows.
  void end_of_body() { rows_left_ = 0xFFFFFFFFu; }

  std::string take() { return std::move(out_); }

 private:
  /// Writes text wrapped to `columns`, each line after the first one indented.
  void wrapped(std::string_view text, uint32_t columns, uint32_t indent);
  bool room();

  std::string out_;
  uint32_t columns_;
  uint32_t rows_left_;
  uint64_t left_out_ = 0;
};

}  // namespace loopscope::analysis
