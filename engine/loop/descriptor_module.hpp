#pragma once
// The native modules `_descriptors` and `_epoll`: what os, select, socket and io have of the simulated files.

#include "engine/vm/vm.hpp"

namespace loopscope::loop {

class Poller;

bool fill_descriptors_module(vm::Vm& vm, vm::Module* module);
/// The part of _descriptors that is about sockets.
void add_socket_functions(vm::Vm& vm, vm::Module* module);
bool fill_epoll_module(vm::Vm& vm, vm::Module* module);
/// The poller of a select.epoll; null for anything else.
Poller* poller_of(vm::Vm& vm, vm::Value v);
/// Raises OSError(number, its text), which picks the subclass.
vm::Ref raise_os_error(vm::Vm& vm, int number);
/// The descriptor that an argument means: an int, or what its fileno() returns. False with an exception pending.
bool descriptor_argument(vm::Vm& vm, vm::Value v, int* fd);

}  // namespace loopscope::loop
