#include "engine/loop/open_file.hpp"

#include <cerrno>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/poller.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

const char* name_of(OpenFile::Type type) {
  switch (type) {
    case OpenFile::Type::kPipe:
      return "pipe";
    case OpenFile::Type::kSocket:
      return "socket";
    default:
      return "descriptor";
  }
}

struct Readiness {
  const OpenFile* file;
  uint32_t bits;
};

}  // namespace

OpenFile::~OpenFile() { Poller::forget_file(*this); }

int64_t OpenFile::read(Vm&, size_t, std::string*) { return -EBADF; }
int64_t OpenFile::write(Vm&, std::string_view) { return -EBADF; }

void OpenFile::changed(Vm& vm) {
  if (!waiters.empty()) asyncio_of(vm).world.notify(vm, waiters);
  for (PollItem* item : watchers) item->poller->look(vm, item);
}

Woken wait_file(Vm& vm, OpenFile& file, int descriptor, uint32_t bits, int64_t deadline_ns) {
  Readiness wanted{&file, bits | OpenFile::kError | OpenFile::kHangUp};
  WaitList* lists[] = {&file.waiters};
  std::string what = fmt::format("{} {}", name_of(file.type), descriptor);
  Wait wait;
  wait.reason = trace::BlockReason::kIo;
  wait.what = what;
  wait.lists = lists;
  wait.ready = [](void* context) {
    auto* readiness = static_cast<Readiness*>(context);
    return (readiness->file->poll() & readiness->bits) != 0;
  };
  wait.context = &wanted;
  wait.deadline_ns = deadline_ns;
  return asyncio_of(vm).world.block(vm, wait);
}

int64_t read_file(Vm& vm, std::shared_ptr<OpenFile> file, int descriptor, size_t most, std::string* out) {
  for (;;) {
    int64_t n = file->read(vm, most, out);
    if (n != -EAGAIN || !file->blocking) return n;
    if (wait_file(vm, *file, descriptor, OpenFile::kIn) == Woken::kFailed) return kIoFailed;
  }
}

int64_t write_file(Vm& vm, std::shared_ptr<OpenFile> file, int descriptor, std::string_view data) {
  for (size_t done = 0;;) {
    int64_t n = file->write(vm, data.substr(done));
    if (n >= 0) done += static_cast<size_t>(n);
    bool full = n == -EAGAIN || (n >= 0 && done < data.size());
    if (!full && n < 0) return done ? static_cast<int64_t>(done) : n;
    if (!full || !file->blocking) return done || n >= 0 ? static_cast<int64_t>(done) : n;
    if (wait_file(vm, *file, descriptor, OpenFile::kOut) == Woken::kFailed) return kIoFailed;
  }
}

}  // namespace loopscope::loop
