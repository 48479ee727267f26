#include "engine/trace/store.hpp"

#include <algorithm>

#include "engine/trace/channel.hpp"

namespace loopscope::trace {

// The events of one type: which they are, and one column for each argument cell.
struct Store::TypeTable {
  struct Mention {
    Postings* index;
    uint8_t cell;
  };
  Column events;
  std::array<Column, kMaxArgs> args;
  uint8_t cells = kMaxArgs;
  std::vector<Mention> mentions;
};

// What runs on a thread. Steps nest when a task is started eagerly.
struct Store::Context {
  uint32_t handle = 0;
  uint32_t task = 0;
  std::vector<uint32_t> outer_tasks;
};

Store::Store() = default;
Store::~Store() = default;

Store::TypeTable& Store::table(uint16_t type) {
  if (type >= tables_.size()) tables_.resize(type + 1u);
  if (!tables_[type]) {
    tables_[type] = std::make_unique<TypeTable>();
    TypeTable& made = *tables_[type];
    if (const EventInfo* info = event_info(type)) {
      made.cells = info->cells;
      for (const FieldInfo& field : info->fields) {
        Postings* index = nullptr;
        if (field.kind == FieldKind::Task || field.kind == FieldKind::Future) index = &futures_;
        if (field.kind == FieldKind::Coro) index = &coros_;
        if (field.kind == FieldKind::Handle) index = &handles_;
        if (field.kind == FieldKind::Sync) index = &syncs_;
        if (index) made.mentions.push_back({index, field.cell});
      }
    }
  }
  return *tables_[type];
}

const Store::TypeTable* Store::find_table(uint16_t type) const {
  return type < tables_.size() ? tables_[type].get() : nullptr;
}

Store::Context& Store::context(uint16_t thread) {
  if (thread >= contexts_.size()) contexts_.resize(thread + 1u);
  return contexts_[thread];
}

void Store::add(const Record& record) {
  if ((size_ & (kChunkSize - 1)) == 0) chunks_.emplace_back(new Chunk);
  Context& now = context(record.thread);
  const auto type = static_cast<EventType>(record.type);
  if (type == EventType::kHandleBegin) {
    now.handle = record.args[0];
  } else if (type == EventType::kTaskStepBegin) {
    now.outer_tasks.push_back(now.task);
    now.task = record.args[0];
  }

  Chunk& chunk = *chunks_.back();
  const uint32_t i = at(size_);
  TypeTable& table = this->table(record.type);
  chunk.times[i] = record.time_ns;
  chunk.types[i] = record.type;
  chunk.threads[i] = record.thread;
  chunk.handles[i] = now.handle;
  chunk.tasks[i] = now.task;
  chunk.rows[i] = table.events.size();
  table.events.push(size_);
  for (uint8_t cell = 0; cell < table.cells; ++cell) table.args[cell].push(record.args[cell]);
  for (const TypeTable::Mention& mention : table.mentions) {
    if (const uint32_t id = record.args[mention.cell]) mention.index->add(id, size_);
  }

  if (type == EventType::kHandleEnd) {
    now.handle = 0;
  } else if (type == EventType::kTaskStepEnd && !now.outer_tasks.empty()) {
    now.task = now.outer_tasks.back();
    now.outer_tasks.pop_back();
  }
  ++size_;
}

void Store::ingest(const Record* cells, size_t count) {
  const Record* const end = cells + count;
  while (cells != end) {
    if (pending_left_) {
      const size_t here = std::min(pending_left_, static_cast<size_t>(end - cells) * sizeof(Record));
      pending_text_.append(reinterpret_cast<const char*>(cells), here);
      cells += payload_cells(here);
      pending_left_ -= here;
    } else if (cells->type == kStringRecord) {
      pending_id_ = cells->args[0];
      pending_left_ = cells->args[1];
      pending_text_.clear();
      ++cells;
    } else {
      if (!event_info(cells->type)) ++unknown_events_;
      add(*cells++);
      continue;
    }
    if (pending_left_ == 0 && pending_id_) {
      // Numbers come in order, each once; a gap can only be a damaged trace, and reads as empty strings.
      while (strings_.size() < pending_id_) strings_.append({});
      if (strings_.size() == pending_id_) strings_.append(pending_text_);
      pending_id_ = 0;
    }
  }
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
  const TypeTable& table = *tables_[chunk(event).types[at(event)]];
  const uint32_t row = chunk(event).rows[at(event)];
  std::array<uint32_t, kMaxArgs> result{};
  for (uint8_t cell = 0; cell < table.cells; ++cell) result[cell] = table.args[cell][row];
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
  return table ? table->events.size() : 0;
}

uint32_t Store::nth(EventType type, uint32_t k) const {
  const TypeTable* table = find_table(static_cast<uint16_t>(type));
  return table && k < table->events.size() ? table->events[k] : kNoEvent;
}

uint32_t Store::count_before(EventType type, uint32_t event) const {
  const TypeTable* table = find_table(static_cast<uint16_t>(type));
  if (!table) return 0;
  uint32_t low = 0, high = table->events.size();
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (table->events[middle] < event) {
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
