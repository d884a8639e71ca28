/* entities.h — the nouns: row structs for code that works with typed rows, and their descriptions. */
#ifndef STEWARD_ENTITIES_ENTITIES_H
#define STEWARD_ENTITIES_ENTITIES_H

#include "model/entity.h"

struct zone {
    struct row_head head;
    const char *code, *name, *level, *region, *issuer, *outline;
    int64_t weekly_due_day, weekly_grace_days; /* NONE_INT: the program's own, rules/week.h */
    const char *weekly_due_time, *weekly_scope;
    bool weekly_paused;
    int64_t days_very_urgent, days_urgent, days_normal, days_long; /* NONE_INT: the program's own, rules/limits.h */
    int64_t days_remind, days_red, days_answer;
};

struct unit {
    struct row_head head;
    const char *name, *kind;
    int64_t parent;
    const char *chief, *phone, *note;
};

struct enterprise {
    struct row_head head;
    const char *name, *credit_code, *industry, *address, *contact, *phone, *note;
};

struct project {
    struct row_head head;
    const char *code, *name;
    int64_t enterprise, unit;
    const char *owner, *sector, *nature, *category, *content, *location, *place;
    struct money total_investment;
    struct date build_from, build_to;
    struct date planned_start, started_on, ceremony_on, permit_on, works_on;
    struct date planned_completion, completed_on, operating_on, at_capacity_on;
    const char *image_progress, *difficulty, *contact, *phone, *note;
};

struct phase {
    struct row_head head;
    int64_t project, sequence;
    const char *name;
    struct money total_investment;
    struct date planned_start, started_on, planned_completion, completed_on;
    const char *note;
};

struct stage_change {
    struct row_head head;
    int64_t project;
    const char *stage;
    struct date changed_on;
    const char *reason, *source;
};

struct halt {
    struct row_head head;
    int64_t project;
    struct date halted_on, resumed_on;
    const char *reason;
};

struct plan_year {
    struct row_head head;
    int64_t project, year;
    struct money amount;
    const char *plan_class, *goal;
};

struct plan_month {
    struct row_head head;
    int64_t project;
    struct date month;
    struct money amount;
};

struct investment {
    struct row_head head;
    int64_t project;
    struct date month;
    const char *caliber;
    struct money amount;
    const char *note;
};

struct statistics_entry {
    struct row_head head;
    int64_t project;
    struct date entered_on, known_on;
    const char *code, *note;
};

struct milestone {
    struct row_head head;
    int64_t project;
    const char *name;
    struct date planned_on, done_on;
    const char *note;
};

struct key_listing {
    struct row_head head;
    int64_t project, year;
    const char *level;
    struct date listed_on, removed_on;
    const char *authority, *note;
};

struct plan_change {
    struct row_head head;
    int64_t project, year;
    const char *kind;
    struct date decided_on;
    struct money amount_before, amount_after;
    const char *authority, *reason;
};

struct pairing {
    struct row_head head;
    int64_t project;
    const char *role, *person;
    int64_t unit;
    struct date since, until;
};

struct problem {
    struct row_head head;
    const char *code;
    int64_t project, enterprise;
    const char *subject, *category, *description;
    struct date raised_on;
    const char *source;
    int64_t unit;
    const char *leader, *grade;
    struct date assigned_on, due_on;
    const char *state;
    struct date closed_on;
    const char *measure, *evidence, *satisfaction;
    int64_t duplicate_of;
    const char *note;
};

struct problem_step {
    struct row_head head;
    int64_t problem, project, enterprise, unit;
    const char *kind, *state;
    struct date stepped_on;
    const char *person, *content;
    int64_t limit_days;
    struct date due_on;
};

struct slip {
    struct row_head head;
    const char *code, *kind, *colour, *state;
    int64_t year, number, problem, project, unit;
    const char *subject, *content;
    struct date issued_on, due_on;
    const char *answer;
    struct date answered_on;
    const char *rectification, *plan_state, *plan_note;
    struct date limit_on;
    int64_t document;
};
extern const struct entity problem_step_entity, slip_entity;
extern const struct choice slip_kinds[], slip_states[], slip_colours[];
extern const struct choice problem_sources[], problem_grades[], problem_satisfactions[], problem_step_kinds[];

/* When a lamp is yellow and when red: formulas over the project. */
struct lamp_rule {
    struct row_head head;
    const char *lamp, *name, *comparator;
    const char *applies, *yellow, *red, *value, *lever;
    int64_t escalate_months;
    struct date since, until;
    const char *preset, *note;
};

struct lamp_change {
    struct row_head head;
    int64_t project;
    const char *lamp, *colour, *by_rule;
    struct date changed_on, bad_since;
    int64_t rule, rule_version;
    const char *because;
};

struct lamp_reason {
    struct row_head head;
    int64_t project;
    const char *lamp, *reason, *accepted_by;
    struct date since, until;
};

struct planning_field {
    struct row_head head;
    const char *name, *note;
};

struct planning_direction {
    struct row_head head;
    int64_t field;
    const char *name, *note;
};

struct reserve {
    struct row_head head;
    const char *code, *name;
    int64_t field, direction;
    struct money total_investment;
    int64_t unit;
    const char *maturity;
    struct date planned_start, admitted_on;
    const char *state, *converted_to, *funding, *content, *note;
};

struct squad {
    struct row_head head;
    const char *name;
    int64_t unit;
    const char *chief, *direction;
};

struct lead {
    struct row_head head;
    const char *code;
    int64_t squad;
    const char *name, *investor, *sector;
    struct money amount;
    const char *stage;
    struct date first_contact_on, followed_on, signed_on;
    int64_t project, unit;
    const char *leader, *note;
};

struct grant {
    struct row_head head;
    const char *code, *name, *kind;
    int64_t unit, project;
    struct money applied, received;
    const char *state;
    struct date applied_on, received_on;
    const char *note;
};

struct fund {
    struct row_head head;
    const char *code, *name, *manager;
    struct money size, subscribed, paid_in, invested;
    int64_t projects;
    struct date established_on;
    const char *note;
};

struct meeting {
    struct row_head head;
    const char *kind, *title;
    struct date held_on;
    const char *place, *chair, *order_by, *condition;
    int64_t item_minutes, capacity, team_size;
    struct date register_until;
    const char *note, *state;
    int64_t minutes; /* the document, once it is closed */
    const char *reopened_because;
};

struct agenda_item {
    struct row_head head;
    int64_t meeting, sequence;
    const char *kind, *subject;
    int64_t project, lead, enterprise, unit;
    const char *leader, *light;
    int64_t promise, problem;
    struct money amount;
    const char *content, *decision, *state;
    bool packed; /* put there by the pack, which may take it away again */
};

struct promise {
    struct row_head head;
    int64_t meeting, item, project, problem, unit;
    const char *person, *what;
    struct date made_on, due_on;
    const char *proof, *state;
    struct date done_on;
    const char *evidence;
};

struct attendance {
    struct row_head head;
    int64_t meeting, unit;
    const char *person, *team, *role;
    bool registered, present;
    const char *note;
};

struct attachment {
    struct row_head head;
    const char *name, *content_type, *sha256;
    int64_t length;
    struct bytes content;
    const char *owner_entity;
    int64_t owner_id;
};

struct import_run {
    struct row_head head;
    const char *file_name, *state;
    struct date as_of;
    int64_t attachment;
    const char *mapping, *layout, *summary, *written;
    struct instant committed_at;
};

struct report_run {
    struct row_head head;
    const char *name, *title;
    struct date as_of;
    struct instant known_at;
    int64_t issue, docx, annex, template, annex_template;
    const char *docx_digest, *annex_digest, *data, *frozen;
};

struct sheet_layout {
    struct row_head head;
    const char *fingerprint, *mapping;
};

struct role_right {
    struct row_head head;
    const char *role, *entity, *acts, *reach, *field_groups, *note;
};

struct saved_view {
    struct row_head head;
    const char *name, *page, *query;
    bool shared;
    int64_t position;
};

struct calendar_day {
    struct row_head head;
    struct date day;
    const char *kind, *name;
    bool announced;
    const char *note;
};

struct clock {
    struct row_head head;
    const char *name, *owner_entity;
    int64_t owner_id, project;
    struct date received_on;
    int64_t limit_days;
    const char *limit_kind;
    struct date due_on, stopped_on;
    int64_t unit;
    const char *person;
    struct date finished_on;
};

struct clock_stop {
    struct row_head head;
    int64_t clock, project;
    const char *kind, *reason;
    struct date stopped_on, resumed_on;
};

struct desk {
    struct row_head head;
    int64_t clock, project, unit;
    const char *person;
    struct date since, until;
};

struct job_run {
    struct row_head head;
    const char *name;
    struct instant started_at;
    const char *outcome;
    int64_t took, changed;
    const char *failure;
};

struct report_week {
    struct row_head head;
    const char *name;
    struct date starts_on, month;
    struct instant due_at, closes_at, closed_at;
    const char *state;
};

struct report_duty {
    struct row_head head;
    int64_t week, unit;
    struct instant due_at;
    const char *state;
    struct instant submitted_at;
    const char *submitted_by;
    struct instant confirmed_at;
    const char *confirmed_by, *reason;
};

struct weekly_report {
    struct row_head head;
    int64_t week, project, unit;
    struct date due_on;
    const char *image_progress;
    struct money month_investment;
    const char *done, *next_plan, *difficulty, *changed;
    struct instant filled_at, filed_at;
    struct date filed_on;
    bool late;
    int64_t problem;
};
extern const struct entity report_week_entity, report_duty_entity, weekly_report_entity;

struct backup_run {
    struct row_head head;
    struct instant started_at;
    const char *outcome, *file, *digest, *failure;
    int64_t took, bytes, row_count, removed;
    bool sealed;
};

/* Of several lists of key projects the highest counts: ORDER BY over key_listing under this alias. */
#define BY_KEY_LEVEL(alias)                                                                                            \
    "CASE " alias ".level WHEN 'nation' THEN 1 WHEN 'province' THEN 2 WHEN 'city' THEN 3 ELSE 4 END, " alias ".id "    \
    "DESC"

extern const struct entity zone_entity, role_right_entity, key_listing_entity, plan_change_entity, unit_entity,
    enterprise_entity, project_entity, phase_entity, stage_change_entity, halt_entity, plan_year_entity,
    plan_month_entity, investment_entity, statistics_entry_entity, milestone_entity, pairing_entity, problem_entity,
    lamp_rule_entity, lamp_change_entity, lamp_reason_entity, planning_field_entity, planning_direction_entity,
    reserve_entity, squad_entity, lead_entity, grant_entity, fund_entity, attachment_entity, import_run_entity,
    report_run_entity, sheet_layout_entity, saved_view_entity, backup_run_entity, calendar_day_entity, job_run_entity;
extern const struct entity clock_entity, clock_stop_entity, desk_entity;

/* Files of a row of e go with it, in the transaction that deletes it; the history keeps them as it keeps the row. */
SW_CHECKED bool attachments_delete_of(struct ctx *cx, const struct entity *e, int64_t id);
/* Does a row of e have files? */
SW_CHECKED bool attachment_on(struct ctx *cx, const struct entity *e, int64_t id, bool *ret_has);

struct row_undone;
/* row_undo() with the row's files: they come back with a deleted row; a row that has got some is not undone away (UND-04). */
SW_CHECKED bool row_undo_whole(struct ctx *cx, const struct entity *e, int64_t id, int64_t version,
                               struct row_undone *ret_undone);

extern const struct choice clock_kinds[], clock_stop_kinds[];
extern const struct choice project_stages[], key_levels[], project_natures[], problem_states[], problem_categories[],
    lamps[], lamp_colours[];

/* Closed meetings do not change: ERR_CONFLICT MTG-02.  0 is no meeting. */
SW_CHECKED bool meeting_need_open(struct ctx *cx, int64_t meeting);

extern const struct entity meeting_entity, agenda_item_entity, promise_entity, attendance_entity;
extern const struct choice meeting_kinds[];

#endif
