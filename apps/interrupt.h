// Ctrl-C and SIGTERM: the running computation is asked to stop; a second signal ends the process.
// A signal before any computation ends it too, with a line that says so; one after the last is
// ignored, because what the command did stands and its exit code tells.
#pragma once

#include "graph/execution_context.h"

namespace headwater::apps {

void install_interrupt_handlers();
// The context that a signal cancels; nullptr for none. It must outlive its registration.
void set_interrupt_target(graph::ExecutionContext* context);

}  // namespace headwater::apps
