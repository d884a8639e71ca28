/* openapi_schema.h — field tables as JSON Schema, for openapi.c. */
#ifndef STEWARD_MODEL_OPENAPI_SCHEMA_H
#define STEWARD_MODEL_OPENAPI_SCHEMA_H

#include "base/json.h"
#include "model/entity.h"

enum schema_use {
    SCHEMA_READ,   /* as stored: every member is there */
    SCHEMA_WRITE,  /* as sent to make one: required members must be there */
    SCHEMA_CHANGE, /* as sent to change one, or as a list gives it: any part */
};

void schema_text(struct json *j, const char *key, struct label l); /* both languages in one text; nothing when empty */
void schema_reference(struct json *j, const char *name);           /* {"$ref":"#/components/schemas/name"} */

/* One value. */
void schema_of_field(struct json *j, const struct field *f, enum schema_use use);
/* An object of a plain table, as bodies of routes are. */
void schema_of_fields(struct json *j, const struct field *fields, enum schema_use use, struct label about);
/* The seven schemas of an entity: name, object, … inside "schemas". */
void schemas_of_entity(struct json *j, const struct entity *e);

#endif
