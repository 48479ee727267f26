// Opens the input as a trace file and asks everything of it that the window would ask. Whatever the bytes are, the
// answer is an error, or a trace with notes: never a crash, never memory without bounds, never an endless loop.

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/analysis/findings.hpp"
#include "engine/analysis/state_index.hpp"
#include "engine/analysis/text_timeline.hpp"
#include "engine/analysis/why.hpp"
#include "engine/trace/dump.hpp"
#include "engine/trace/file/reader.hpp"
#include "engine/trace/store.hpp"

using namespace loopscope;

namespace {

// The reader takes a path: a file in memory has one.
class MemoryFile {
 public:
  MemoryFile(const uint8_t* data, size_t size) : fd_(memfd_create("input", MFD_CLOEXEC)) {
    if (write(fd_, data, size) != static_cast<ssize_t>(size)) abort();
  }
  ~MemoryFile() { close(fd_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

void ask_everything(const trace::Store& store) {
  std::string text;
  trace::dump_json(store, text);
  analysis::Model model(store);
  model.advance(store.size());
  for (const analysis::Finding& finding : analysis::find_all(model)) text = finding.kind->explain(model, finding);
  text = analysis::text_timeline(store);
  analysis::StateIndex index(store);
  // Forwards, backwards, and beyond the end.
  const uint32_t stride = store.size() / 16 + 1;
  for (uint32_t event = 0; event < store.size() + stride; event += stride) {
    const analysis::State& state = index.at(event);
    state.tasks.each([&](const analysis::TaskInfo& task) {
      state.await_chain(store, task);
      state.waiting_for(store, task);
      state.times(task);
    });
  }
  for (uint32_t event = store.size(); event > stride; event -= stride) {
    index.at(event);
    analysis::why(store, event);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const MemoryFile file(data, size);
  std::string error;
  const auto reader = trace::file::Reader::open(file.path(), &error);
  if (!reader) {
    if (error.empty()) abort();
    return 0;
  }
  trace::Store store;
  trace::file::StoreSink sink(store);
  for (size_t i = 0; i < reader->chunks().size(); ++i) reader->read(i, sink);
  reader->meta();
  reader->schema();
  ask_everything(store);
  return 0;
}
