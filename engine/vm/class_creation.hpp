#pragma once
// What a class statement does once its body has run.

#include "engine/vm/impl.hpp"

namespace loopscope::vm {

/// type.__new__(meta, name, bases, ns, **keywords): the keywords go to __init_subclass__.
Ref create_class(Vm& vm, Str* name, Tuple* bases, Dict* ns, Type* meta, Args keywords);
/// A read-only view of a dict.
Ref make_mapping_proxy(Vm& vm, Dict* dict);

}  // namespace loopscope::vm
