#include "engine/interchange/piece.hpp"

#include "engine/analysis/cut.hpp"
#include "engine/trace/file/reader.hpp"

namespace loopscope::interchange {

uint32_t take_piece(const trace::Store& store, int64_t from_ns, int64_t to_ns, trace::Store& piece) {
  trace::file::StoreSink sink(piece);
  return analysis::write_cut(store, from_ns, to_ns, sink);
}

}  // namespace loopscope::interchange
