/* catalogue.c — catalogue.def as tables. */
#include "catalogue.h"

#define ENTITY(name)    extern const struct entity name##_entity;
#define METRIC(name)    extern const struct metric name##_metric;
#define REPORT(name)    extern const struct report name##_report;
#define JOB(name)       extern const struct zone_job name##_job;
#define ENDPOINTS(name) extern const struct route name##_routes[];
#define COMMAND(name)   extern const struct command name##_command;
#include "catalogue.def"
#undef ENTITY
#undef METRIC
#undef REPORT
#undef JOB
#undef ENDPOINTS
#undef COMMAND

#define ENTITY(name)
#define METRIC(name)
#define REPORT(name)
#define JOB(name)
#define ENDPOINTS(name)
#define COMMAND(name)

#undef ENTITY
#define ENTITY(name) &name##_entity,
const struct entity *const entity_catalogue[] = {
#include "catalogue.def"
    NULL,
};
#undef ENTITY
#define ENTITY(name)

#undef METRIC
#define METRIC(name) &name##_metric,
const struct metric *const metric_catalogue[] = {
#include "catalogue.def"
    NULL,
};
#undef METRIC
#define METRIC(name)

#undef REPORT
#define REPORT(name) &name##_report,
const struct report *const report_catalogue[] = {
#include "catalogue.def"
    NULL,
};
#undef REPORT
#define REPORT(name)

#undef JOB
#define JOB(name) &name##_job,
const struct zone_job *const job_catalogue[] = {
#include "catalogue.def"
    NULL,
};
#undef JOB
#define JOB(name)

#undef ENDPOINTS
#define ENDPOINTS(name) name##_routes,
const struct route *const route_catalogue[] = {
#include "catalogue.def"
    NULL,
};
#undef ENDPOINTS
#define ENDPOINTS(name)

#undef COMMAND
#define COMMAND(name) &name##_command,
const struct command *const command_catalogue[] = {
#include "catalogue.def"
    NULL,
};
