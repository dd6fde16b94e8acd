// Ctrl-C and SIGTERM: the running computation is asked to stop; a second signal ends the process.
#pragma once

#include "graph/execution_context.h"

namespace headwater::apps {

void install_interrupt_handlers();
// The context that a signal cancels; nullptr for none. It must outlive its registration.
void set_interrupt_target(graph::ExecutionContext* context);

}  // namespace headwater::apps
