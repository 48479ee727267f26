#include "engine/loop/descriptors.hpp"

#include <cerrno>

#include "engine/loop/poller.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

const FilePtr kNoFile;

void release(Vm& vm, FilePtr file) {
  if (--file->descriptors > 0) return;
  Poller::forget_file(*file);
  file->closed(vm);
}

}  // namespace

DescriptorTable::DescriptorTable(FilePtr input, FilePtr output, FilePtr error) {
  for (FilePtr* file : {&input, &output, &error}) open(std::move(*file));
}

int DescriptorTable::open(FilePtr file) {
  size_t fd = 0;
  while (fd < files_.size() && files_[fd]) ++fd;
  if (fd >= kMost) return -EMFILE;
  if (fd == files_.size()) files_.emplace_back();
  ++file->descriptors;
  files_[fd] = std::move(file);
  return static_cast<int>(fd);
}

int DescriptorTable::open_at(Vm& vm, int fd, FilePtr file) {
  if (fd < 0 || static_cast<size_t>(fd) >= kMost) return -EBADF;
  if (static_cast<size_t>(fd) >= files_.size()) files_.resize(static_cast<size_t>(fd) + 1);
  ++file->descriptors;
  if (FilePtr old = std::exchange(files_[static_cast<size_t>(fd)], std::move(file))) release(vm, std::move(old));
  return fd;
}

const FilePtr& DescriptorTable::find(int fd) const {
  return fd >= 0 && static_cast<size_t>(fd) < files_.size() ? files_[static_cast<size_t>(fd)] : kNoFile;
}

int DescriptorTable::close(Vm& vm, int fd) {
  FilePtr file = find(fd);
  if (!file) return -EBADF;
  files_[static_cast<size_t>(fd)] = nullptr;
  release(vm, std::move(file));
  return 0;
}

void DescriptorTable::close_all(Vm& vm) {
  for (size_t fd = 0; fd < files_.size(); ++fd) close(vm, static_cast<int>(fd));
}

}  // namespace loopscope::loop
