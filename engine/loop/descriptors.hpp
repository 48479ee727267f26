#pragma once
// The descriptors of one process: small numbers for open files.

#include <memory>
#include <vector>

#include "engine/loop/pipes.hpp"

namespace loopscope::loop {

class DescriptorTable {
 public:
  static constexpr size_t kMost = 1024;

  /// Standard input, output and error.
  DescriptorTable(FilePtr input, FilePtr output, FilePtr error);
  DescriptorTable(const DescriptorTable&) = delete;

  /// The lowest free number, or -EMFILE.
  int open(FilePtr file);
  /// dup2(): `fd` refers to the file, what it was before is closed. The number or -EBADF.
  int open_at(vm::Vm& vm, int fd, FilePtr file);
  /// Null: no such descriptor.
  const FilePtr& find(int fd) const;
  /// 0 or -EBADF.
  int close(vm::Vm& vm, int fd);
  /// The process ends.
  void close_all(vm::Vm& vm);

 private:
  std::vector<FilePtr> files_;
};

}  // namespace loopscope::loop
