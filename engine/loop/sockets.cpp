#include "engine/loop/sockets.hpp"

#include <cerrno>

#include "engine/vm/vm.hpp"

namespace loopscope::loop {

using namespace vm;

namespace {

constexpr size_t kPairBytes = 219264;        // what Linux takes into a Unix socket at once, by default
constexpr size_t kNetworkBytes = 2'500'000;  // about what a connection to oneself takes
constexpr uint16_t kFirstFreePort = 40000;
constexpr const char* kAnyHost = "0.0.0.0";
constexpr const char* kOwnHost = "127.0.0.1";

bool is_path(const Address& address) { return address.port == 0 && address.host.find('/') != std::string::npos; }

}  // namespace

// --- the network -----------------------------------------------------------------------------------------------------

uint16_t Network::free_port() {
  last_port_ = last_port_ < kFirstFreePort ? kFirstFreePort : static_cast<uint16_t>(last_port_ + 1);
  return last_port_;
}

int Network::take(Address* address, Socket& socket) {
  if (address->port == 0 && !is_path(*address)) {
    do address->port = free_port();
    while (taken_.count({kAnyHost, address->port}) || taken_.count({address->host, address->port}));
  }
  for (const auto& [where, owner] : taken_) {
    bool same_host = where.first == address->host || where.first == kAnyHost || address->host == kAnyHost;
    if (where.second == address->port && same_host && owner && is_path(*address) == (where.second == 0)) {
      return -EADDRINUSE;
    }
  }
  taken_[{address->host, address->port}] = &socket;
  return 0;
}

void Network::release(const Address& address) { taken_.erase({address.host, address.port}); }

Socket* Network::listener(const Address& address) const {
  for (const std::string& host : {address.host, std::string(kAnyHost)}) {
    auto at = taken_.find({host, address.port});
    if (at != taken_.end()) return at->second;
  }
  return nullptr;
}

// --- sockets ---------------------------------------------------------------------------------------------------------

Socket::~Socket() {
  if (bound_ && network_) network_->release(own_);
  if (!connected()) return;
  // It may never have had a descriptor.
  if (in_->reader == this) in_->reader = nullptr;
  if (out_->writer == this) out_->writer = nullptr;
}

void Socket::join(Socket& a, Socket& b, size_t bytes) {
  // Writable again when a quarter of it is left, as Linux counts.
  auto there = std::make_shared<Channel>(bytes, bytes / 4 * 3);
  auto back = std::make_shared<Channel>(bytes, bytes / 4 * 3);
  a.out_ = b.in_ = there;
  a.in_ = b.out_ = back;
  there->writer = back->reader = &a;
  there->reader = back->writer = &b;
}

std::pair<FilePtr, FilePtr> Socket::make_pair() {
  auto a = std::make_shared<Socket>(nullptr), b = std::make_shared<Socket>(nullptr);
  join(*a, *b, kPairBytes);
  return {a, b};
}

uint32_t Socket::poll() const {
  uint32_t bits = error_ ? kError | kIn : 0u;
  if (listening_) return bits | (arrivals_.empty() ? 0u : uint32_t{kIn});
  if (!connected()) return bits | kOut | kHangUp;
  if (in_->size() || !in_->writer || !in_->reader) bits |= kIn;
  if (!out_->reader || out_->room() >= out_->least_room) bits |= kOut;
  if (!in_->writer && !out_->reader) bits |= kHangUp;
  return bits;
}

int64_t Socket::read(Vm& vm, size_t most, std::string* out) {
  if (error_) return -take_error();
  if (!connected()) return refused_ ? 0 : -ENOTCONN;
  return in_->reader ? take_bytes(vm, *in_, most, out) : 0;
}

int64_t Socket::write(Vm& vm, std::string_view data) {
  if (error_) return -take_error();
  if (!connected() || !out_->writer) return -EPIPE;
  if (!out_->reader && !own_.host.empty() && !is_path(own_) && !std::exchange(hung_up_, true)) {
    // Over a network one learns of it by the answer to what one sends.
    return static_cast<int64_t>(data.size());
  }
  return put_bytes(vm, *out_, data, 0);
}

void Socket::closed(Vm& vm) {
  if (std::exchange(bound_, false) && network_) network_->release(own_);
  listening_ = false;
  for (const FilePtr& arrival : std::exchange(arrivals_, {})) arrival->closed(vm);
  if (!connected()) return;
  // The other side notices both at once: the end of what it reads, and that nobody reads what it writes.
  OpenFile* writer = in_->writer;
  OpenFile* reader = out_->reader;
  in_->reader = nullptr;
  out_->writer = nullptr;
  if (in_->size() && writer && own_.port != 0) {
    // Data that nobody will read: the connection is reset.
    auto* other = static_cast<Socket*>(writer);
    other->error_ = ECONNRESET;
    other->hung_up_ = true;
    out_->drop(out_->data.size());
  }
  if (writer) writer->changed(vm);
  if (reader && reader != writer) reader->changed(vm);
}

int Socket::bind(Address address) {
  if (bound_ || !network_) return -EINVAL;
  if (int failed = network_->take(&address, *this)) return failed;
  own_ = std::move(address);
  bound_ = true;
  return 0;
}

int Socket::listen(size_t backlog) {
  if (connected() || !network_) return -EINVAL;
  if (!bound_) {
    if (int failed = bind({kAnyHost, 0})) return failed;
  }
  listening_ = true;
  backlog_ = backlog + 1;
  return 0;
}

int Socket::accept(FilePtr* out) {
  if (!listening_) return -EINVAL;
  if (arrivals_.empty()) return -EAGAIN;
  *out = std::move(arrivals_.front());
  arrivals_.pop_front();
  return 0;
}

int Socket::connect(Vm& vm, const Address& address) {
  if (connected()) return -EISCONN;
  if (listening_ || !network_) return -EINVAL;
  Socket* server = network_->listener(address);
  if (!server || !server->listening_ || server->arrivals_.size() >= server->backlog_) {
    return is_path(address) && !server ? -ENOENT : -ECONNREFUSED;
  }
  auto theirs = std::make_shared<Socket>(network_);
  join(*this, *theirs, is_path(address) ? kPairBytes : kNetworkBytes);
  if (!is_path(address)) {
    if (!bound_) own_ = {kOwnHost, network_->free_port()};
    theirs->peer_ = own_;
  }
  peer_ = theirs->own_ = address;
  server->arrivals_.push_back(std::move(theirs));
  server->changed(vm);
  changed(vm);
  return 0;
}

int Socket::connect_later(Vm& vm, const Address& address) {
  if (std::exchange(announced_, false)) return 0;
  int result = connect(vm, address);
  if (result == -ECONNREFUSED) fail(ECONNREFUSED);
  if (result != 0 && result != -ECONNREFUSED) return result;
  announced_ = result == 0;
  return -EINPROGRESS;
}

int Socket::shut_down(Vm& vm, unsigned how) {
  if (!connected()) return -ENOTCONN;
  if (how & 1) {
    in_->reader = nullptr;
    if (in_->writer) in_->writer->changed(vm);
  }
  if (how & 2) {
    out_->writer = nullptr;
    if (out_->reader) out_->reader->changed(vm);
  }
  changed(vm);
  return 0;
}

}  // namespace loopscope::loop
