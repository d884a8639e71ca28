/* schemas.h — shapes of answers that no field table describes, as the OpenAPI document names them. */
#ifndef STEWARD_ENDPOINTS_SCHEMAS_H
#define STEWARD_ENDPOINTS_SCHEMAS_H

#include "model/openapi.h"

extern const struct schema_doc endpoint_schemas[]; /* ends with .name = NULL */

#endif
