/* openapi.h — the API as an OpenAPI 3.1 document, printed from the entities and from documented routes.
 *
 * Every entity gives its paths under /api/v1/<entity> (internal ones: reading only) and these schemas:
 *   project          a stored row                     project_write   what POST takes
 *   project_item     a row of a list, with derived    project_change  what PATCH takes: any part
 *                    fields and titles of references  project_version a row of its history
 *   project_list     a page                          project_history all of them
 * Routes beyond that say what they take and give in a struct route_doc beside their struct route.  The document is
 * the same for the same program: it is committed as docs/api.json, and the browser's types are made from it.
 */
#ifndef STEWARD_MODEL_OPENAPI_H
#define STEWARD_MODEL_OPENAPI_H

#include "base/json.h"
#include "http/http.h"
#include "model/entity.h"

/* A body: by a field table, by a schema's name, or, when neither is set, bytes of its content type. */
struct body_doc {
    const char *content;        /* media type; NULL: application/json */
    const char *or_content;     /* that of the bytes instead when a parameter asks for it; NULL: never */
    const struct field *fields; /* a JSON object with these members */
    const char *schema;         /* "project", "metric_answer" */
    bool many;                  /* an array of it */
    const char *also;           /* schema of the JSON that comes instead when a parameter asks for it; NULL: never */
};

struct route_doc {
    const char *tag;            /* the heading it stands under: "metrics" */
    struct label about;         /* more than the route's summary; may be empty */
    const struct field *params; /* query parameters, and path parameters by the pattern's names; NULL: none */
    const char *header;         /* a header it takes: "if_match", "idempotency_key"; NULL: none */
    struct body_doc takes;      /* zero: no body */
    struct body_doc gives;      /* zero: an empty answer (204) */
    int status;                 /* of success; 0: 200 with a body, 204 without */
    int errors[8];              /* statuses answered with problem+json, besides 400, 401, 403, 500, 503 */
};

/* A schema that routes name: by a field table, or as JSON Schema text for shapes that are no table. */
struct schema_doc {
    const char *name;
    struct label about;
    const struct field *fields;
    const char *json;
};

/* where, search, sort, fields, cursor, limit, as_of, known_at: the query of every list, for endpoints to read by. */
extern const struct field list_params[];

/* `routes`: tables that end with .pattern = NULL, after the last NULL; routes without a doc are left out.  `schemas`
 * ends with .name = NULL.  Either may be NULL. */
void openapi_json(struct json *j, const struct route *const *routes, const struct schema_doc *schemas);

#endif
