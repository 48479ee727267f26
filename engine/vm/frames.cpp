#include "engine/vm/interpreter.hpp"

#include <cstdlib>
#include <new>

namespace loopscope::vm {

FrameStack::~FrameStack() {
  for (Chunk& chunk : chunks_) std::free(chunk.start);
}

Frame* FrameStack::push_slow(size_t words) {
  if (!chunks_.empty()) {
    chunks_[chunk_].saved_top = top_;
    ++chunk_;
  }
  if (chunk_ < chunks_.size() && static_cast<size_t>(chunks_[chunk_].limit - chunks_[chunk_].start) < words) {
    for (size_t i = chunk_; i < chunks_.size(); ++i) std::free(chunks_[i].start);
    chunks_.resize(chunk_);
  }
  if (chunk_ == chunks_.size()) {
    size_t size = words > kChunkWords ? words : kChunkWords;
    auto* start = static_cast<uint64_t*>(std::malloc(size * sizeof(uint64_t)));
    if (!start) throw std::bad_alloc();
    chunks_.push_back({start, start + size, start});
  }
  chunk_start_ = chunks_[chunk_].start;
  limit_ = chunks_[chunk_].limit;
  top_ = chunk_start_ + words;
  return reinterpret_cast<Frame*>(chunk_start_);
}

void FrameStack::pop_chunk() {
  --chunk_;
  chunk_start_ = chunks_[chunk_].start;
  limit_ = chunks_[chunk_].limit;
  top_ = chunks_[chunk_].saved_top;
}

uint32_t FrameObject::current_instruction() const { return live ? live->instruction_index() : instruction; }

int32_t FrameObject::line() const { return code->line_at(current_instruction()); }

int32_t Vm::line_of(const Frame* frame) { return frame->code->line_at(frame->instruction_index()); }

Frame* Vm::user_frame() const {
  Frame* frame = thread->frame;
  while (frame && frame->code->is_library) frame = frame->back;
  return frame;
}

void init_frame(Frame* frame, CodeObject* code, Function* function, Dict* globals, Dict* names) {
  ++code->refs;
  if (function) ++function->refs;
  if (names) ++names->refs;
  frame->code = code;
  frame->function = function;
  frame->globals = globals;
  frame->names = names;
  frame->back = nullptr;
  frame->generator = nullptr;
  frame->object = nullptr;
  frame->ip = code->instructions();
  frame->is_entry = false;
  frame->discard_result = false;
  frame->traced_line = -1;
  frame->trace_frame = 0;
  for (uint32_t i = 0; i < code->slot_count; ++i) frame->slots[i] = kNull;
  frame->sp = frame->slots + code->slot_count;
}

Frame* push_function_frame(Vm& vm, Function* function) {
  CodeObject* code = function->code;
  Frame* frame = vm.thread->frames->push(code->slot_count + code->code->stack_size + 1);
  init_frame(frame, code, function, function->globals, nullptr);
  if (function->closure) {
    for (uint32_t i = 0; i < function->closure->count; ++i) {
      incref(function->closure->items[i]);
      frame->slots[code->free_start + i] = function->closure->items[i];
    }
  }
  return frame;
}

void clear_frame(Frame* frame) {
  Value* base = frame->stack();
  while (frame->sp > base) decref(*--frame->sp);
  FrameObject* object = frame->object;
  if (object && object->refs > 1) {
    // A traceback or the program holds the frame: the locals live on in it.
    object->instruction = frame->instruction_index();
    object->slots.assign(frame->slots, frame->slots + frame->code->slot_count);
    object->live = nullptr;
  } else {
    if (object) object->live = nullptr;
    for (uint32_t i = 0; i < frame->code->slot_count; ++i) {
      Value v = frame->slots[i];
      frame->slots[i] = kNull;
      decref(v);
    }
  }
  frame->object = nullptr;
  if (object) decref(object);
  if (frame->names) decref(frame->names);
  if (frame->function) decref(frame->function);
  decref(frame->code);
}

void pop_frame(Vm& vm, Frame* frame) {
  clear_frame(frame);
  vm.thread->frames->pop(frame);
}

}  // namespace loopscope::vm
