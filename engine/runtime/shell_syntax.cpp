#include "engine/runtime/shell_syntax.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace loopscope::runtime {

namespace {

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

struct Token {
  std::string text;
  bool is_operator = false;
  bool quoted = false;
};

class Lexer {
 public:
  Lexer(std::string_view text, const std::map<std::string, std::string>& environment)
      : text_(text), environment_(environment) {}

  std::vector<Token> tokens;
  std::string error;

  void run() {
    while (error.empty() && at_ < text_.size()) {
      char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r') {
        end_word();
        ++at_;
      } else if (c == '#' && !in_word_) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (std::string_view("|&;<>\n").find(c) != std::string_view::npos) {
        take_operator();
      } else if (c == '\'' || c == '"') {
        take_quoted(c);
      } else if (c == '\\') {
        if (++at_ < text_.size()) put(text_[at_++], true);
      } else if (c == '$') {
        take_variable(false);
      } else if (c == '`' || c == '(' || c == ')') {
        error = fmt::format("'{}'", c);
      } else {
        put(c, false);
        ++at_;
      }
    }
    end_word();
  }

 private:
  void put(char c, bool quoted) {
    word_.text.push_back(c);
    word_.quoted |= quoted;
    in_word_ = true;
  }
  void end_word() {
    if (std::exchange(in_word_, false)) tokens.push_back(word_);
    word_ = {};
  }

  void take_operator() {
    char c = text_[at_];
    // A number right before < or > says which descriptor is meant.
    bool number =
        in_word_ && !word_.quoted && word_.text.size() == 1 && std::isdigit(static_cast<unsigned char>(word_.text[0]));
    std::string fd;
    if ((c == '<' || c == '>') && number) {
      fd = word_.text;
      in_word_ = false;
    }
    end_word();
    size_t length = 1;
    if (at_ + 1 < text_.size() && (c == '|' || c == '&' || c == '>' || c == '<' || c == ';')) {
      char next = text_[at_ + 1];
      if (next == c || ((c == '<' || c == '>') && next == '&')) length = 2;
    }
    tokens.push_back({fd + std::string(text_.substr(at_, length)), true, false});
    at_ += length;
  }

  void take_quoted(char quote) {
    in_word_ = word_.quoted = true;
    ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      char c = text_[at_];
      if (quote == '"' && c == '\\' && at_ + 1 < text_.size() &&
          std::string_view("$`\"\\\n").find(text_[at_ + 1]) != std::string_view::npos) {
        put(text_[at_ + 1], true);
        at_ += 2;
      } else if (quote == '"' && c == '$') {
        take_variable(true);
      } else if (quote == '"' && c == '`') {
        error = "'`'";
        return;
      } else {
        put(c, true);
        ++at_;
      }
    }
    if (at_ == text_.size()) error = "an unterminated quoted string";
    ++at_;
  }

  void take_variable(bool quoted) {
    size_t start = ++at_;
    if (start < text_.size() && text_[start] == '?') {
      put(SimpleCommand::kStatusMark, quoted);
      ++at_;
      return;
    }
    bool braced = start < text_.size() && text_[start] == '{';
    if (braced) start = ++at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    std::string name(text_.substr(start, at_ - start));
    if (braced && (at_ == text_.size() || text_[at_++] != '}')) {
      error = "'${'";
      return;
    }
    if (name.empty()) {
      if (start < text_.size() && (text_[start] == '(' || text_[start] == '$')) {
        error = fmt::format("'${}'", text_[start]);
      } else {
        put('$', quoted);
      }
      return;
    }
    auto variable = environment_.find(name);
    if (quoted) in_word_ = word_.quoted = true;
    if (variable == environment_.end()) return;
    for (char c : variable->second) {
      if (!quoted && (c == ' ' || c == '\t' || c == '\n')) {
        end_word();
      } else {
        put(c, quoted);
      }
    }
  }

  std::string_view text_;
  const std::map<std::string, std::string>& environment_;
  size_t at_ = 0;
  bool in_word_ = false;
  Token word_;
};

class Parser {
 public:
  explicit Parser(const std::vector<Token>& tokens) : tokens_(tokens) {}

  ShellLine run() {
    Pipeline::When when = Pipeline::When::kAlways;
    bool needed = false;  // && and || want something behind them
    while (line_.error.empty()) {
      while (!needed && at_ < tokens_.size() && is_separator()) ++at_;
      if (at_ == tokens_.size()) break;
      Pipeline pipeline;
      pipeline.when = when;
      parse_pipeline(&pipeline);
      line_.pipelines.push_back(std::move(pipeline));
      needed = false;
      when = Pipeline::When::kAlways;
      if (at_ == tokens_.size() || !line_.error.empty()) break;
      const std::string& next = tokens_[at_].text;
      if (next == "&&" || next == "||") {
        when = next == "&&" ? Pipeline::When::kAfterSuccess : Pipeline::When::kAfterFailure;
        needed = true;
        ++at_;
      } else if (!is_separator()) {
        refuse(next);
      }
    }
    if (needed && at_ == tokens_.size()) line_.error = "a line that ends early";
    return std::move(line_);
  }

 private:
  bool is_separator() const {
    return tokens_[at_].is_operator && (tokens_[at_].text == ";" || tokens_[at_].text == "\n");
  }
  bool is_operator(const char* text) const {
    return at_ < tokens_.size() && tokens_[at_].is_operator && tokens_[at_].text == text;
  }
  void refuse(std::string_view what) {
    if (line_.error.empty()) line_.error = fmt::format("'{}'", what == "\n" ? "newline" : what);
  }

  void parse_pipeline(Pipeline* pipeline) {
    if (at_ < tokens_.size() && !tokens_[at_].is_operator && !tokens_[at_].quoted && tokens_[at_].text == "!") {
      pipeline->negated = true;
      ++at_;
    }
    do {
      SimpleCommand command;
      while (at_ < tokens_.size() && line_.error.empty()) {
        const Token& token = tokens_[at_];
        if (!token.is_operator) {
          command.words.push_back(token.text);
          ++at_;
        } else if (token.text.find_first_of("<>") != std::string::npos) {
          parse_redirection(&command);
        } else {
          break;
        }
      }
      if (command.words.empty()) refuse(at_ < tokens_.size() ? tokens_[at_].text : "newline");
      check_words(command);
      pipeline->commands.push_back(std::move(command));
    } while (line_.error.empty() && is_operator("|") && ++at_);
  }

  /// Assignments and the words that begin a compound command.
  void check_words(const SimpleCommand& command) {
    if (command.words.empty()) return;
    const std::string& first = command.words[0];
    for (const char* word :
         {"if", "for", "while", "until", "case", "function", "do", "then", "{", "[[", "export", "cd", "set"}) {
      if (first == word) refuse(word);
    }
    size_t equals = first.find('=');
    if (equals != std::string::npos && equals > 0 && !std::isdigit(static_cast<unsigned char>(first[0]))) {
      bool assignment = true;
      for (char c : first.substr(0, equals)) assignment &= is_name(c);
      if (assignment) refuse(first);
    }
  }

  void parse_redirection(SimpleCommand* command) {
    const std::string& text = tokens_[at_].text;
    bool numbered = std::isdigit(static_cast<unsigned char>(text[0])) != 0;
    std::string kind = text.substr(numbered ? 1 : 0);
    Redirection redirection;
    redirection.fd = numbered ? text[0] - '0' : kind[0] == '<' ? 0 : 1;
    bool has_target = ++at_ < tokens_.size() && !tokens_[at_].is_operator;
    const std::string target = has_target ? tokens_[at_].text : "";
    ++at_;
    if ((kind == ">&" || kind == "<&") && (target == "1" || target == "2" || target == "0")) {
      redirection.from = target[0] - '0';
    } else if ((kind != ">" && kind != ">>" && kind != "<") || target != "/dev/null") {
      line_.error = fmt::format("'{} {}': there are no files but /dev/null", text, target);
    }
    if (redirection.fd > 2) line_.error = fmt::format("descriptor {}", redirection.fd);
    command->redirections.push_back(redirection);
  }

  const std::vector<Token>& tokens_;
  size_t at_ = 0;
  ShellLine line_;
};

}  // namespace

ShellLine parse_shell_line(std::string_view text, const std::map<std::string, std::string>& environment) {
  Lexer lexer(text, environment);
  lexer.run();
  if (!lexer.error.empty()) return ShellLine{{}, lexer.error};
  return Parser(lexer.tokens).run();
}

}  // namespace loopscope::runtime
