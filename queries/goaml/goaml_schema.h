// The first verdict on a goAML file: does it keep to the schema that a unit gives out (XSD 1.0)?
//
//   HEADWATER_ASSIGN_OR_RETURN(const GoamlVerdict verdict,
//                              check_goaml_schema("report.xml", "goAMLSchema.xsd"));
//
// By libxml2, as a stream: memory does not grow with the file. A schema must stand alone in one
// file: nothing is fetched, from anywhere.
#pragma once

#include <string>

#include "graph/status.h"
#include "queries/goaml/goaml_verdict.h"

namespace headwater::queries {

// Violations in the order of the file. A file that is no well-formed XML keeps to no schema: that
// is a violation, too. Errors: kInput (no schema there, or one that libxml2 refuses or that needs
// further files; no report there). Thread-safe.
graph::Result<GoamlVerdict> check_goaml_schema(const std::string& xml_path,
                                               const std::string& xsd_path);

}  // namespace headwater::queries
