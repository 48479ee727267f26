#include "engine/trace/store.hpp"

#include <algorithm>

#include "engine/trace/channel.hpp"

namespace loopscope::trace {

void Rows::grow() {
  chunks_.emplace_back(new uint32_t[size_t{kChunk} * cells_]);
  next_ = chunks_.back().get();
  end_ = next_ + size_t{kChunk} * cells_;
}

// The events of one type: a row for each, of its number and its arguments.
struct Store::TypeTable {
  struct Mention {
    Postings* index;
    uint8_t cell;
  };
  explicit TypeTable(uint32_t argument_cells) : rows(argument_cells + 1) {}

  uint32_t event(uint32_t row) const { return rows[row][0]; }

  Rows rows;
  uint8_t mention_count = 0;
  Mention mentions[kMaxArgs];
};

namespace {
constexpr size_t kMostCheckpoints = 64;
constexpr uint32_t kMostLostStrings = 1u << 22;
constexpr uint32_t kSpareIds = 1u << 16;  // ids that may be handed out ahead of events that mention them
}  // namespace

Store::Store() : no_chunk_(new Chunk{}) {}
Store::~Store() = default;

Store::TypeTable& Store::table(uint16_t type) {
  if (type >= tables_.size()) tables_.resize(type + 1u);
  if (!tables_[type]) {
    const EventInfo* info = event_info(type);
    tables_[type] = std::make_unique<TypeTable>(info ? info->cells : kMaxArgs);
    TypeTable& made = *tables_[type];
    for (const FieldInfo& field : info ? info->fields : std::span<const FieldInfo>{}) {
      Postings* index = nullptr;
      if (field.kind == FieldKind::Task || field.kind == FieldKind::Future) index = &futures_;
      if (field.kind == FieldKind::Coro) index = &coros_;
      if (field.kind == FieldKind::Handle) index = &handles_;
      if (field.kind == FieldKind::Sync) index = &syncs_;
      if (index) made.mentions[made.mention_count++] = {index, field.cell};
    }
  }
  return *tables_[type];
}

const Store::TypeTable* Store::find_table(uint16_t type) const {
  return type < tables_.size() ? tables_[type].get() : nullptr;
}

void Store::add(const Record& record) {
  if (!event_info(record.type)) ++unknown_events_;
  if ((size_ & (kChunkSize - 1)) == 0) chunks_.emplace_back(new Chunk);
  const Context& now = contexts_.before(record);
  Chunk& chunk = *chunks_.back();
  const uint32_t i = at(size_);
  TypeTable& table =
      record.type < tables_.size() && tables_[record.type] ? *tables_[record.type] : this->table(record.type);
  // Processes run a slice ahead of one another: what is recorded later is not earlier.
  last_time_ns_ = std::max(last_time_ns_, record.time_ns);
  chunk.times[i] = last_time_ns_;
  chunk.types[i] = record.type;
  chunk.threads[i] = record.thread;
  chunk.handles[i] = now.handle;
  chunk.tasks[i] = now.task;
  chunk.rows[i] = table.rows.size();
  uint32_t* row = table.rows.push();
  row[0] = size_;
  for (uint32_t cell = 1; cell < table.rows.cells(); ++cell) row[cell] = record.args[cell - 1];
  for (uint8_t k = 0; k < table.mention_count; ++k) {
    // Ids are dense: one that is larger than all events together can only be damage, and is not worth an index of 4
    // GiB.
    const uint32_t id = record.args[table.mentions[k].cell];
    if (id != 0 && id <= size_ + kSpareIds) table.mentions[k].index->add(id, size_);
  }

  contexts_.after(record);
  ++size_;
}

void Store::define(uint32_t id, std::string_view text) {
  // Numbers come in order, each once; a gap is what a damaged trace has lost, and reads as empty strings. There is an
  // end to what damage may cost.
  if (id < strings_.size() || id - strings_.size() > kMostLostStrings - lost_strings_) return;
  lost_strings_ += id - strings_.size();
  while (strings_.size() < id) strings_.append({});
  strings_.append(text);
}

void Store::add_checkpoint(std::string_view state) {
  // Of several before one event the last holds; a trace has few.
  if (!resumed_.empty() && resumed_.back().first == size_) resumed_.pop_back();
  if (resumed_.size() < kMostCheckpoints) resumed_.emplace_back(size_, state);
}

std::string_view Store::checkpoint_at(uint32_t event) const {
  for (const auto& [at, state] : resumed_) {
    if (at == event) return state;
  }
  return {};
}

void Store::ingest(const Record* cells, size_t count) {
  struct Sink {
    Store& store;
    void on_string(uint32_t id, std::string_view text) { store.define(id, text); }
    void on_event(const Record& record) { store.add(record); }
  };
  cells_.read(cells, count, Sink{*this});
}

size_t Store::poll(Channel& channel, size_t max_cells) {
  size_t taken = 0;
  while (taken < max_cells) {
    Block* block = channel.front();
    if (!block) break;
    const uint32_t published = block->published.load(std::memory_order_acquire);
    const auto here = static_cast<uint32_t>(std::min<size_t>(published - read_of_front_, max_cells - taken));
    ingest(block->records + read_of_front_, here);
    taken += here;
    read_of_front_ += here;
    if (read_of_front_ == Block::kCapacity) {
      channel.release();
      read_of_front_ = 0;
    } else if (here == 0) {
      break;
    }
  }
  return taken;
}

void Store::drain(Channel& channel) {
  for (;;) {
    // Asked before the poll: what was recorded before close() is then certainly seen.
    const bool closed = channel.wait(1'000'000);
    const size_t taken = poll(channel, SIZE_MAX);
    if (closed && taken == 0) return;
  }
}

std::array<uint32_t, kMaxArgs> Store::args(uint32_t event) const {
  if (event >= size_) return {};
  const Rows& rows = tables_[chunk(event).types[at(event)]]->rows;
  const uint32_t* row = rows[chunk(event).rows[at(event)]];
  std::array<uint32_t, kMaxArgs> result{};
  for (uint32_t cell = 1; cell < rows.cells(); ++cell) result[cell - 1] = row[cell];
  return result;
}

uint32_t Store::at_time(int64_t time_ns) const {
  uint32_t low = 0, high = size_;  // the first event that is later lies in [low, high]
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (time(middle) <= time_ns) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == 0 ? kNoEvent : low - 1;
}

uint32_t Store::count(EventType type) const {
  const TypeTable* table = find_table(static_cast<uint16_t>(type));
  return table ? table->rows.size() : 0;
}

uint32_t Store::nth(EventType type, uint32_t k) const {
  const TypeTable* table = find_table(static_cast<uint16_t>(type));
  return table && k < table->rows.size() ? table->event(k) : kNoEvent;
}

uint32_t Store::count_before(EventType type, uint32_t event) const {
  const TypeTable* table = find_table(static_cast<uint16_t>(type));
  if (!table) return 0;
  uint32_t low = 0, high = table->rows.size();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (table->event(middle) < event) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

uint32_t Store::after(EventType type, uint32_t event) const {
  return event == kNoEvent ? kNoEvent : nth(type, count_before(type, event + 1));
}

uint32_t Store::before(EventType type, uint32_t event) const {
  const uint32_t earlier = count_before(type, event);
  return earlier == 0 ? kNoEvent : nth(type, earlier - 1);
}

}  // namespace loopscope::trace
