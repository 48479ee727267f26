#include "engine/trace/file/event_chunk.hpp"

#include <algorithm>

#include "engine/trace/events.hpp"
#include "engine/trace/file/bytes.hpp"

namespace loopscope::trace::file {

void EventChunkBuilder::add_string(uint32_t id, std::string_view text) {
  if (lengths_.empty()) first_string_ = id;
  if (text.size() <= kMaxText) {
    text_ += text;
    lengths_.push_back(static_cast<uint32_t>(text.size()));
    return;
  }
  const std::string note = " ... (" + std::to_string(text.size() - kMaxText) + " more bytes were not kept)";
  text_ += text.substr(0, kMaxText);
  text_ += note;
  lengths_.push_back(kMaxText + static_cast<uint32_t>(note.size()));
}

void EventChunkBuilder::add_event(const Record& record) {
  types_.push_back(record.type);
  threads_.push_back(record.thread);
  times_.push_back(record.time_ns);
  Rows& rows = rows_[record.type];
  ++rows.count;
  const EventInfo* info = event_info(record.type);
  const unsigned cells = info ? info->cells : kMaxArgs;
  for (unsigned cell = 0; cell < cells; ++cell) rows.columns[cell].push_back(record.args[cell]);
}

void EventChunkBuilder::finish(std::string& body, EventRange& range) {
  range.first_string = first_string_;
  range.strings = static_cast<uint32_t>(lengths_.size());
  range.first_time_ns = times_.empty() ? 0 : *std::min_element(times_.begin(), times_.end());
  range.last_time_ns = times_.empty() ? 0 : *std::max_element(times_.begin(), times_.end());

  ByteWriter to(body);
  for (const uint32_t length : lengths_) to.varint(length);
  to.bytes(text_);
  for (const uint16_t type : types_) to.varint(type);
  for (size_t i = 0; i < threads_.size();) {  // runs: nearly always one
    const size_t begin = i;
    while (i < threads_.size() && threads_[i] == threads_[begin]) ++i;
    to.varint(threads_[begin]);
    to.varint(i - begin);
  }
  int64_t before = range.first_time_ns;
  for (const int64_t time : times_) {
    to.zigzag(static_cast<int64_t>(static_cast<uint64_t>(time) - static_cast<uint64_t>(before)));
    before = time;
  }
  for (auto& [type, rows] : rows_) {
    if (rows.count == 0) continue;
    unsigned cells = 0;
    while (cells < kMaxArgs && !rows.columns[cells].empty()) ++cells;
    to.varint(type);
    to.varint(cells);
    for (unsigned cell = 0; cell < cells; ++cell) {
      uint32_t last = 0;
      for (const uint32_t value : rows.columns[cell]) {
        to.zigzag(static_cast<int32_t>(value - last));
        last = value;
      }
      rows.columns[cell].clear();
    }
    rows.count = 0;
  }
  lengths_.clear();
  text_.clear();
  first_string_ = 0;
  types_.clear();
  threads_.clear();
  times_.clear();
}

namespace {

struct Columns {
  uint32_t rows = 0;  // that the column of types announces
  uint32_t next = 0;  // to be handed out
  unsigned cells = 0;
  std::vector<uint32_t> values;  // row after row
};

}  // namespace

bool read_events(std::string_view body, uint32_t events, const EventRange& range, EventSink& sink) {
  ByteReader from(body);
  // Each string and each event takes a byte at least.
  if (events > kMostInChunk || range.strings > kMostInChunk || range.strings > from.left()) return false;
  std::vector<uint32_t> lengths(range.strings);
  for (uint32_t& length : lengths) length = static_cast<uint32_t>(std::min<uint64_t>(from.varint(), UINT32_MAX));
  std::vector<std::string_view> texts(range.strings);
  for (uint32_t i = 0; i < range.strings && !from.bad(); ++i) texts[i] = from.bytes(lengths[i]);
  if (from.bad() || events > from.left()) return false;

  std::vector<Record> records(events);
  std::map<uint16_t, Columns> columns;
  for (Record& record : records) {
    const uint64_t type = from.varint();
    if (type == kStringRecord || type > UINT16_MAX) return false;
    record = Record{};
    record.type = static_cast<uint16_t>(type);
  }
  for (uint32_t i = 0; i < events;) {
    const uint64_t thread = from.varint(), length = from.varint();
    if (thread > UINT16_MAX || length == 0 || length > events - i) return false;
    for (uint64_t end = i + length; i < end; ++i) records[i].thread = static_cast<uint16_t>(thread);
  }
  auto time = static_cast<uint64_t>(range.first_time_ns);
  for (Record& record : records) {
    time += static_cast<uint64_t>(from.zigzag());
    record.time_ns = static_cast<int64_t>(time);
  }
  // The rows of a type stand together: each is counted first, then filled in.
  std::vector<Columns*> of_type;
  for (const Record& record : records) {
    if (record.type >= of_type.size()) of_type.resize(record.type + 1u);
    if (!of_type[record.type]) of_type[record.type] = &columns[record.type];
    ++of_type[record.type]->rows;
  }
  for (size_t k = 0; k < columns.size(); ++k) {
    const uint64_t type = from.varint(), cells = from.varint();
    const auto found = type <= UINT16_MAX ? columns.find(static_cast<uint16_t>(type)) : columns.end();
    if (found == columns.end() || cells > kMaxArgs || !found->second.values.empty()) return false;
    Columns& column = found->second;
    column.cells = static_cast<unsigned>(cells);
    if (uint64_t{column.rows} * cells > from.left()) return false;
    column.values.resize(size_t{column.rows} * cells);
    for (unsigned cell = 0; cell < cells; ++cell) {
      uint32_t value = 0;
      for (uint32_t row = 0; row < column.rows; ++row) {
        value += static_cast<uint32_t>(from.zigzag());
        column.values[size_t{row} * cells + cell] = value;
      }
    }
  }
  if (from.bad() || from.left() != 0) return false;

  for (uint32_t i = 0; i < range.strings; ++i) sink.on_string(range.first_string + i, texts[i]);
  for (Record& record : records) {
    Columns& column = *of_type[record.type];
    const uint32_t* row = column.values.data() + size_t{column.next++} * column.cells;
    std::copy(row, row + column.cells, record.args);
    sink.on_event(record);
  }
  return true;
}

void put_checkpoint(const std::vector<RunningThread>& running, std::string_view state, std::string& body) {
  ByteWriter to(body);
  to.varint(running.size());
  for (const RunningThread& each : running) {
    to.varint(each.thread);
    to.varint(each.context.handle);
    to.varint(each.context.task);
    to.varint(each.context.outer_tasks.size());
    for (const uint32_t task : each.context.outer_tasks) to.varint(task);
  }
  to.bytes(state);
}

bool read_checkpoint(std::string_view body, EventSink& sink) {
  ByteReader from(body);
  const uint64_t count = from.varint();
  if (count > from.left()) return false;
  std::vector<RunningThread> running(count);
  for (RunningThread& each : running) {
    const uint64_t thread = from.varint();
    each.thread = static_cast<uint32_t>(thread);
    each.context.handle = static_cast<uint32_t>(from.varint());
    each.context.task = static_cast<uint32_t>(from.varint());
    const uint64_t outer = from.varint();
    if (from.bad() || thread > UINT16_MAX || outer > from.left()) return false;
    for (uint64_t i = 0; i < outer; ++i) each.context.outer_tasks.push_back(static_cast<uint32_t>(from.varint()));
  }
  const std::string_view state = from.bytes(from.left());
  if (from.bad()) return false;
  sink.on_checkpoint(running, state);
  return true;
}

}  // namespace loopscope::trace::file
