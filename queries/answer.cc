#include "queries/answer.h"

namespace headwater::queries {

void note_clearance(const graph::Clearance& clearance, Answer& answer) {
  answer.parameters.set("clearance", Document(graph::to_string(clearance)));
  answer.notes.emplace_back("filtered by clearance");
}

}  // namespace headwater::queries
