#pragma once
// The enumerations that events carry. Their numbers are part of the trace: never reuse one.

#include <cstdint>

namespace loopscope::trace {

enum class CoroKind : uint32_t { kGenerator = 1, kCoroutine = 2, kAsyncGenerator = 3 };

/// How something ended.
enum class Outcome : uint32_t { kReturned = 1, kRaised = 2, kCancelled = 3, kClosed = 4, kClosedUnstarted = 5 };

/// Phases of one loop iteration, in the order of run_once (docs/event-loop.md).
enum class LoopPhase : uint32_t { kIdle = 0, kTimeout = 1, kSelect = 2, kEvents = 3, kTimers = 4, kRun = 5 };

enum class HandleKind : uint32_t { kSoon = 1, kTimer = 2, kThreadsafe = 3, kReader = 4, kWriter = 5, kSignal = 6 };

/// What a handle runs.
enum class CallbackKind : uint32_t { kFunction = 1, kTaskStep = 2, kTaskWakeup = 3, kDoneCallback = 4, kSetResult = 5 };

/// What a scheduling was caused by; the id beside it is of that kind.
enum class CauseKind : uint32_t { kNone = 0, kHandle = 1, kTask = 2, kFuture = 3, kTimer = 4, kSelector = 5, kThread = 6, kSignal = 7 };

/// What a suspended task waits for.
enum class WaitKind : uint32_t { kNone = 0, kFuture = 1, kTask = 2, kNextTick = 3, kSleep = 4, kUnknown = 5 };

/// Who begins to close an async generator.
enum class CloseBy : uint32_t { kExplicit = 1, kAclosing = 2, kHook = 3, kShutdown = 4, kCollector = 5 };

enum class SyncKind : uint32_t { kLock = 1, kEvent = 2, kSemaphore = 3, kCondition = 4, kQueue = 5, kBarrier = 6 };

enum class OutputKind : uint32_t { kStdout = 1, kStderr = 2, kLog = 3, kWarning = 4, kUnhandled = 5 };

enum class BlockReason : uint32_t { kSleep = 1, kLock = 2, kSelect = 3, kJoin = 4, kQueue = 5, kInputOutput = 6 };

}  // namespace loopscope::trace
