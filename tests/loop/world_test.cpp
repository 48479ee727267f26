// The simulated world, on bare machines: who runs when, in virtual time.

#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

#include "engine/loop/asyncio.hpp"
#include "engine/loop/simulated_world.hpp"
#include "engine/trace/recorder.hpp"

namespace loopscope::loop {
namespace {

using vm::Vm;

constexpr int64_t kMs = 1'000'000;

class NullHost final : public vm::Host {
  void write_stdout(std::string_view) override {}
  void write_stderr(std::string_view) override {}
};

struct WorldTest : testing::Test {
  NullHost host;
  trace::Recorder recorder;
  SimulatedWorld world;
  Vm vm{host, recorder, {}};
  std::vector<std::string> log;

  void SetUp() override { world.attach(vm); }
  void TearDown() override {
    if (vm.failed()) vm.take_exception();
    world.detach(vm, 0);
  }
  void note(const char* what) { log.push_back(fmt::format("{} {}", what, vm.now_ns / kMs)); }
  /// Computes for a while, as bytecode does: looks up at each safe point.
  bool compute(Vm& machine, int64_t ns) {
    for (int64_t left = ns / Vm::kInstructionNs; left > 0; left -= 100) {
      machine.charge(100);
      if (machine.safe_point_due() && !machine.at_safe_point()) return false;
    }
    return true;
  }
  std::string error() {
    vm::Ref e = vm.take_exception();
    return e ? std::string(vm::as<vm::Str>(vm::as<vm::Exception>(e)->arguments->items[0])->view()) : "";
  }
};

TEST_F(WorldTest, SleepJumpsTheClock) {
  EXPECT_TRUE(world.sleep(vm, 3600 * 1000 * kMs));
  EXPECT_EQ(vm.now_ns, 3600 * 1000 * kMs);
}

TEST_F(WorldTest, SleepersWakeInTheOrderOfTheirDeadlines) {
  for (int64_t ms : {30, 10, 20}) {
    world.start_thread(
        vm, [this, ms](Vm& machine) { world.sleep(machine, ms * kMs), note("woke"); }, "", true);
  }
  world.sleep(vm, 40 * kMs);
  EXPECT_EQ(log, (std::vector<std::string>{"woke 10", "woke 20", "woke 30"}));
}

TEST_F(WorldTest, TheLockChangesHandsAtTheSwitchInterval) {
  auto busy = [this](const char* name) {
    return [this, name](Vm& machine) {
      for (int i = 0; i < 3; ++i) compute(machine, 4 * kMs), note(name);
    };
  };
  auto a = world.start_thread(vm, busy("a"), "a", false);
  auto b = world.start_thread(vm, busy("b"), "b", false);
  world.sleep(vm, 100 * kMs);
  // 5 ms of a, 5 ms of b, ...: each notes after 4, 8 and 12 ms of its own time.
  EXPECT_EQ(log, (std::vector<std::string>{"a 4", "b 9", "a 13", "b 18", "a 22", "b 24"}));
  EXPECT_TRUE(a->ended && b->ended);
}

TEST_F(WorldTest, AWaiterLearnsOfANotificationALittleLater) {
  WaitList list;
  bool open = false;
  int64_t opened = 0, seen = 0;
  world.start_thread(
      vm,
      [&](Vm& machine) {
        WaitList* lists[] = {&list};
        Wait wait;
        wait.lists = lists;
        wait.ready = [](void* context) { return *static_cast<bool*>(context); };
        wait.context = &open;
        EXPECT_EQ(world.block(machine, wait), Woken::kReady);
        seen = machine.now_ns;
      },
      "", true);
  world.sleep(vm, 5 * kMs);
  open = true;
  opened = vm.now_ns;
  world.notify(vm, list);
  world.sleep(vm, 5 * kMs);
  EXPECT_EQ(seen - opened, kWakeLatencyNs);
  EXPECT_TRUE(list.empty());
}

TEST_F(WorldTest, WaitingForEverSaysWhoWaitsForWhat) {
  // Vladimir waits until the end of the world.
  static WaitList never;
  static WaitList* lists[] = {&never};
  static Wait wait;
  wait.lists = lists;
  wait.what = "godot";
  wait.ready = [](void*) { return false; };
  world.start_thread(
      vm, [&](Vm& machine) { world.block(machine, wait); }, "Vladimir", true);
  EXPECT_EQ(world.block(vm, wait), Woken::kFailed);
  EXPECT_EQ(error(), "the program would wait for ever: MainThread waits for godot, Vladimir waits for godot");
}

TEST_F(WorldTest, ThreadsThatAreLeftEndWithTheProgram) {
  bool unwound = false;
  struct Guard {
    bool* flag;
    ~Guard() { *flag = true; }
  };
  world.start_thread(
      vm,
      [&](Vm& machine) {
        Guard guard{&unwound};
        while (world.sleep(machine, kMs)) {
        }
      },
      "", true);
  world.sleep(vm, 5 * kMs);
  world.detach(vm, 0);
  EXPECT_TRUE(unwound);
  world.attach(vm);
}

TEST_F(WorldTest, ProcessesComputeSideBySide) {
  int64_t ends[2] = {};
  std::shared_ptr<Process> children[2];
  for (int i = 0; i < 2; ++i) {
    children[i] = world.start_process(
        vm,
        [&, i](Process&) {
          Vm child(host, recorder, {}, &vm.trace_ids);
          world.attach(child);
          compute(child, 50 * kMs);
          ends[i] = child.now_ns;
          world.detach(child, i + 3);
        },
        "child", true);
  }
  WaitList* lists[] = {&children[0]->ended_list, &children[1]->ended_list};
  Wait wait;
  wait.lists = lists;
  wait.context = children;
  wait.ready = [](void* context) {
    auto* both = static_cast<std::shared_ptr<Process>*>(context);
    return both[0]->ended && both[1]->ended;
  };
  EXPECT_EQ(world.block(vm, wait), Woken::kReady);
  EXPECT_NEAR(static_cast<double>(ends[0]), 50 * kMs, 0.1 * kMs);
  EXPECT_NEAR(static_cast<double>(ends[1]), 50 * kMs, 0.1 * kMs);
  EXPECT_LT(vm.now_ns, 51 * kMs);
  EXPECT_EQ(children[0]->status, 3);
  EXPECT_EQ(children[1]->status, 4);
}

TEST_F(WorldTest, ASignalInterruptsTheMainThreadsSleep) {
  world.start_thread(
      vm,
      [this](Vm& machine) {
        world.sleep(machine, 10 * kMs);
        world.send_signal(world.current_process(), SIGINT);
      },
      "", true);
  EXPECT_FALSE(world.sleep(vm, 1000 * kMs));
  EXPECT_TRUE(vm.pending_is(vm.exc.KeyboardInterrupt));
  EXPECT_EQ(vm.now_ns, 10 * kMs + kWakeLatencyNs);
}

TEST_F(WorldTest, AHandledSignalLetsTheWaitGoOn) {
  static int handled = 0;
  world.set_signal_handler(vm, [](Vm&, int signal) {
    handled = signal;
    return true;
  });
  world.start_thread(
      vm,
      [this](Vm& machine) {
        world.sleep(machine, 10 * kMs);
        world.send_signal(world.current_process(), SIGUSR1);
      },
      "", true);
  EXPECT_TRUE(world.sleep(vm, 30 * kMs));
  EXPECT_EQ(handled, SIGUSR1);
  EXPECT_EQ(vm.now_ns, 30 * kMs);
}

TEST_F(WorldTest, AKeyIsPressedAtItsTime) {
  world.signal_at(30 * kMs, SIGINT);
  world.signal_at(10 * kMs, SIGCHLD);
  static std::vector<int64_t> seen;
  seen.clear();
  world.set_signal_handler(vm, [](Vm& machine, int signal) {
    seen.push_back(machine.now_ns / kMs);
    if (signal != SIGINT) return true;
    machine.raise(machine.exc.KeyboardInterrupt, "");
    return false;
  });
  EXPECT_FALSE(world.sleep(vm, 1000 * kMs));
  EXPECT_EQ(seen, (std::vector<int64_t>{10, 30}));
  vm.take_exception();
  world.signal_at(vm.now_ns + 5 * kMs, SIGINT);
  EXPECT_FALSE(compute(vm, 1000 * kMs)) << "a program that computes is interrupted, too";
  EXPECT_EQ(seen.back(), 35);
}

TEST_F(WorldTest, SignalsKillProcesses) {
  auto child = world.start_process(
      vm,
      [&](Process&) {
        Vm machine(host, recorder, {}, &vm.trace_ids);
        world.attach(machine);
        world.sleep(machine, 1000 * kMs);
        machine.take_exception();
        world.detach(machine, 0);
      },
      "child", false);
  world.sleep(vm, 10 * kMs);
  world.send_signal(*child, SIGTERM);
  world.sleep(vm, 10 * kMs);
  EXPECT_TRUE(child->ended);
  EXPECT_EQ(child->status, -SIGTERM);
}

}  // namespace
}  // namespace loopscope::loop
