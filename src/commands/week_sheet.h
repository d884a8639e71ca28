/* week_sheet.h — steward week sheet and steward week bring: a unit's report as a workbook, out and back. */
#ifndef STEWARD_COMMANDS_WEEK_SHEET_H
#define STEWARD_COMMANDS_WEEK_SHEET_H

#include "commands/command.h"
#include "entities/entities.h"

/* The report of --unit into the file of -o. */
SW_CHECKED bool week_sheet_out(struct ctx *cx, struct arguments *args, const struct report_week *week);

/* What the workbook says differently, cell by cell; filled in unless --dry-run, all of it or, when a cell cannot be read,
 * nothing (ERR_INPUT "WKS-06").  Cells that were changed here meanwhile are told and left; with --same, projects that nobody
 * touched are filled in as unchanged. */
SW_CHECKED bool week_sheet_bring(struct ctx *cx, struct arguments *args, const struct report_week *week);

#endif
