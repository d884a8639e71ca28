/* catalogue.h — everything there is, as tables made from catalogue.def. */
#ifndef STEWARD_CATALOGUE_H
#define STEWARD_CATALOGUE_H

#include "commands/command.h"
#include "endpoints/app.h"
#include "jobs/job.h"
#include "metric/metric.h"
#include "model/entity.h"
#include "reports/report.h"

#endif
