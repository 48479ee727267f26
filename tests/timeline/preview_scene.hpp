#pragma once

// A made-up trace with one of everything that the timeline can show, for looking at it and for tests.

#include "app/timeline/memory_source.hpp"

namespace loopscope::timeline::test {

// Three tasks, an asynchronous generator, a rejected asend, a slow callback, a leak, output: a lesson's worth.
void fill_lesson(MemorySource& source);

// `lanes` tasks that take turns on one loop, `steps` in all. Every 5000th step fails.
void fill_many(MemorySource& source, std::uint32_t lanes, std::uint32_t steps);

}  // namespace loopscope::timeline::test
