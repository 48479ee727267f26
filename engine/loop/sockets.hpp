#pragma once
// Sockets: connected pairs, and connections over the addresses of the simulated machine. Nothing leaves memory.

#include <deque>
#include <map>
#include <string>
#include <utility>

#include "engine/loop/pipes.hpp"

namespace loopscope::loop {

class Socket;

struct Address {
  std::string host;
  uint16_t port = 0;
};

/// Who listens where: one for all processes of a run. Addresses are of this machine, 127.0.0.1 or 0.0.0.0; for a Unix
/// socket the host is its path and the port 0.
class Network {
 public:
  /// Takes the address, with a free port if it has none. 0 or -EADDRINUSE.
  int take(Address* address, Socket& socket);
  void release(const Address& address);
  /// Who listens there; null: nobody.
  Socket* listener(const Address& address) const;
  uint16_t free_port();

 private:
  std::map<std::pair<std::string, uint16_t>, Socket*> taken_;
  uint16_t last_port_ = 0;
};

class Socket final : public OpenFile {
 public:
  explicit Socket(std::shared_ptr<Network> network) : OpenFile(Type::kSocket), network_(std::move(network)) {}
  ~Socket() override;

  uint32_t poll() const override;
  int64_t read(vm::Vm& vm, size_t most, std::string* out) override;
  int64_t write(vm::Vm& vm, std::string_view data) override;
  void closed(vm::Vm& vm) override;

  // All return 0 or -errno.
  int bind(Address address);
  int listen(size_t backlog);
  /// A connection that waits; -EAGAIN: none does.
  int accept(FilePtr* out);
  int connect(vm::Vm& vm, const Address& address);
  /// connect() of who does not want to wait: -EINPROGRESS first.
  int connect_later(vm::Vm& vm, const Address& address);
  /// Bit 0: no more reading, bit 1: no more writing.
  int shut_down(vm::Vm& vm, unsigned how);
  void fail(int error) {
    error_ = error;
    refused_ = true;
  }
  int take_error() { return std::exchange(error_, 0); }

  const Address& own() const { return own_; }
  const Address* peer() const { return connected() ? &peer_ : nullptr; }
  bool connected() const { return in_ != nullptr; }

  static std::pair<FilePtr, FilePtr> make_pair();

 private:
  static void join(Socket& a, Socket& b, size_t bytes);

  std::shared_ptr<Network> network_;  // null for pairs
  std::shared_ptr<Channel> in_, out_;
  Address own_, peer_;
  bool bound_ = false;
  bool listening_ = false;
  bool refused_ = false;    // a connection that could not be made
  bool announced_ = false;  // a connection that stands, and that connect() has not confirmed yet
  bool hung_up_ = false;    // written to after the other side was gone: the next write fails
  int error_ = 0;           // SO_ERROR
  size_t backlog_ = 0;
  std::deque<FilePtr> arrivals_;
};

}  // namespace loopscope::loop
