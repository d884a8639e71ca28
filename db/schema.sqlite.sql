-- Printed by `steward ddl`: SQLite, schema version 1.

CREATE TABLE schema_version (
    version BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    program TEXT NOT NULL,
    PRIMARY KEY (version, fingerprint, applied_at)
);

CREATE TABLE counter (
    zone BIGINT NOT NULL,
    entity TEXT NOT NULL,
    next BIGINT NOT NULL,
    PRIMARY KEY (zone, entity)
);

CREATE TABLE idempotency (
    zone BIGINT NOT NULL,
    key TEXT NOT NULL,
    method_path TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status BIGINT NOT NULL,
    answer TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (zone, key)
);

CREATE TABLE audit_retention (
    zone BIGINT NOT NULL,
    up_to BIGINT NOT NULL,
    PRIMARY KEY (zone)
);

-- search_index, form 2: unit(name) enterprise(name credit_code) project(code name) problem(code description) reserve(code name) lead(code name investor) grant(code name) fund(code name) meeting(title) promise(what)
CREATE TABLE search_index (
    zone BIGINT NOT NULL,
    entity TEXT NOT NULL,
    id BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (zone, entity, id)
) WITHOUT ROWID;

CREATE TABLE credential (
    zone BIGINT NOT NULL,
    person BIGINT NOT NULL,
    password TEXT,
    must_change BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    previous TEXT,
    totp TEXT,
    totp_asked TEXT,
    totp_step BIGINT NOT NULL,
    recovery TEXT,
    PRIMARY KEY (zone, person)
);

CREATE TABLE session (
    token_hash TEXT NOT NULL,
    zone BIGINT NOT NULL,
    person BIGINT NOT NULL,
    id TEXT NOT NULL,
    way TEXT NOT NULL,
    name TEXT,
    shown TEXT,
    actions TEXT NOT NULL,
    address TEXT,
    agent TEXT,
    made_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (token_hash),
    UNIQUE (zone, person, id)
);

CREATE TABLE sign_in_attempt (
    key TEXT NOT NULL,
    failed BIGINT NOT NULL,
    tried_at BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    PRIMARY KEY (key)
);

-- 园区 Zone
CREATE TABLE zone (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    level TEXT,
    region TEXT,
    issuer TEXT,
    outline TEXT,
    weekly_due_day BIGINT,
    weekly_due_time TEXT,
    weekly_grace_days BIGINT,
    weekly_scope TEXT,
    weekly_paused BIGINT NOT NULL DEFAULT 0,
    days_very_urgent BIGINT,
    days_urgent BIGINT,
    days_normal BIGINT,
    days_long BIGINT,
    days_remind BIGINT,
    days_red BIGINT,
    days_answer BIGINT,
    PRIMARY KEY (id)
);
CREATE TABLE zone_history (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    level TEXT,
    region TEXT,
    issuer TEXT,
    outline TEXT,
    weekly_due_day BIGINT,
    weekly_due_time TEXT,
    weekly_grace_days BIGINT,
    weekly_scope TEXT,
    weekly_paused BIGINT NOT NULL DEFAULT 0,
    days_very_urgent BIGINT,
    days_urgent BIGINT,
    days_normal BIGINT,
    days_long BIGINT,
    days_remind BIGINT,
    days_red BIGINT,
    days_answer BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX zone_key_code ON zone (code);
CREATE INDEX zone_by_updated_at ON zone (updated_at, id);
CREATE INDEX zone_history_by_ended_at ON zone_history (ended_at);

-- 单位 Unit
CREATE TABLE unit (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    kind TEXT,
    parent BIGINT,
    chief TEXT,
    phone TEXT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, parent) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE unit_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    kind TEXT,
    parent BIGINT,
    chief TEXT,
    phone TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX unit_key_name ON unit (zone, name);
CREATE INDEX unit_by_parent ON unit (zone, parent, id);
CREATE INDEX unit_by_updated_at ON unit (zone, updated_at, id);
CREATE INDEX unit_history_by_ended_at ON unit_history (zone, ended_at);

-- 企业 Enterprise
CREATE TABLE enterprise (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    credit_code TEXT,
    industry TEXT,
    address TEXT,
    contact TEXT,
    phone TEXT,
    note TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE enterprise_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    credit_code TEXT,
    industry TEXT,
    address TEXT,
    contact TEXT,
    phone TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX enterprise_key_name ON enterprise (zone, name);
CREATE UNIQUE INDEX enterprise_key_credit_code ON enterprise (zone, credit_code);
CREATE INDEX enterprise_by_updated_at ON enterprise (zone, updated_at, id);
CREATE INDEX enterprise_history_by_ended_at ON enterprise_history (zone, ended_at);

-- 项目 Project
CREATE TABLE project (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    enterprise BIGINT,
    unit BIGINT,
    owner TEXT,
    sector TEXT,
    nature TEXT,
    category TEXT,
    content TEXT,
    location TEXT,
    place TEXT,
    total_investment BIGINT,
    build_from BIGINT,
    build_to BIGINT,
    planned_start BIGINT,
    started_on BIGINT,
    ceremony_on BIGINT,
    permit_on BIGINT,
    works_on BIGINT,
    planned_completion BIGINT,
    completed_on BIGINT,
    operating_on BIGINT,
    at_capacity_on BIGINT,
    image_progress TEXT,
    difficulty TEXT,
    contact TEXT,
    phone TEXT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE project_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    enterprise BIGINT,
    unit BIGINT,
    owner TEXT,
    sector TEXT,
    nature TEXT,
    category TEXT,
    content TEXT,
    location TEXT,
    place TEXT,
    total_investment BIGINT,
    build_from BIGINT,
    build_to BIGINT,
    planned_start BIGINT,
    started_on BIGINT,
    ceremony_on BIGINT,
    permit_on BIGINT,
    works_on BIGINT,
    planned_completion BIGINT,
    completed_on BIGINT,
    operating_on BIGINT,
    at_capacity_on BIGINT,
    image_progress TEXT,
    difficulty TEXT,
    contact TEXT,
    phone TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX project_key_code ON project (zone, code);
CREATE INDEX project_by_name ON project (zone, name, id);
CREATE INDEX project_by_unit ON project (zone, unit, id);
CREATE INDEX project_by_sector ON project (zone, sector, id);
CREATE INDEX project_by_started_on_id_sector ON project (zone, started_on, id, sector, id);
CREATE INDEX project_by_completed_on ON project (zone, completed_on, id);
CREATE INDEX project_by_enterprise ON project (zone, enterprise, id);
CREATE INDEX project_by_updated_at ON project (zone, updated_at, id);
CREATE INDEX project_history_by_ended_at ON project_history (zone, ended_at);

-- 分期 Phase
CREATE TABLE phase (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    sequence BIGINT,
    name TEXT,
    total_investment BIGINT,
    planned_start BIGINT,
    started_on BIGINT,
    planned_completion BIGINT,
    completed_on BIGINT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE phase_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    sequence BIGINT,
    name TEXT,
    total_investment BIGINT,
    planned_start BIGINT,
    started_on BIGINT,
    planned_completion BIGINT,
    completed_on BIGINT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX phase_key_project_sequence ON phase (zone, project, sequence);
CREATE INDEX phase_by_updated_at ON phase (zone, updated_at, id);
CREATE INDEX phase_history_by_ended_at ON phase_history (zone, ended_at);

-- 阶段变动 Stage change
CREATE TABLE stage_change (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    stage TEXT,
    changed_on BIGINT,
    reason TEXT,
    source TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE stage_change_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    stage TEXT,
    changed_on BIGINT,
    reason TEXT,
    source TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX stage_change_by_project_changed_on_id_stage ON stage_change (zone, project, changed_on, id, stage, id);
CREATE INDEX stage_change_by_project_stage_source ON stage_change (zone, project, stage, source, id);
CREATE INDEX stage_change_by_updated_at ON stage_change (zone, updated_at, id);
CREATE INDEX stage_change_history_by_ended_at ON stage_change_history (zone, ended_at);

-- 停工 Halt
CREATE TABLE halt (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    halted_on BIGINT,
    resumed_on BIGINT,
    reason TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE halt_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    halted_on BIGINT,
    resumed_on BIGINT,
    reason TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX halt_by_project_halted_on ON halt (zone, project, halted_on, id);
CREATE INDEX halt_by_updated_at ON halt (zone, updated_at, id);
CREATE INDEX halt_history_by_ended_at ON halt_history (zone, ended_at);

-- 年度计划 Annual plan
CREATE TABLE plan_year (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    year BIGINT,
    amount BIGINT,
    plan_class TEXT,
    goal TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE plan_year_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    year BIGINT,
    amount BIGINT,
    plan_class TEXT,
    goal TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX plan_year_key_project_year ON plan_year (zone, project, year);
CREATE INDEX plan_year_by_year ON plan_year (zone, year, id);
CREATE INDEX plan_year_by_project_year_amount ON plan_year (zone, project, year, amount, id);
CREATE INDEX plan_year_by_updated_at ON plan_year (zone, updated_at, id);
CREATE INDEX plan_year_history_by_ended_at ON plan_year_history (zone, ended_at);

-- 月度计划 Monthly plan
CREATE TABLE plan_month (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    month BIGINT,
    amount BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE plan_month_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    month BIGINT,
    amount BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX plan_month_key_project_month ON plan_month (zone, project, month);
CREATE INDEX plan_month_by_updated_at ON plan_month (zone, updated_at, id);
CREATE INDEX plan_month_history_by_ended_at ON plan_month_history (zone, ended_at);

-- 完成投资 Investment
CREATE TABLE investment (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    month BIGINT,
    caliber TEXT,
    amount BIGINT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE investment_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    month BIGINT,
    caliber TEXT,
    amount BIGINT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX investment_key_project_caliber_month ON investment (zone, project, caliber, month);
CREATE INDEX investment_by_caliber_month_amount ON investment (zone, caliber, month, amount, id);
CREATE INDEX investment_by_project_caliber_month_amount ON investment (zone, project, caliber, month, amount, id);
CREATE INDEX investment_by_project_month_caliber ON investment (zone, project, month, caliber, id);
CREATE INDEX investment_by_updated_at ON investment (zone, updated_at, id);
CREATE INDEX investment_history_by_ended_at ON investment_history (zone, ended_at);

-- 纳统 Statistics entry
CREATE TABLE statistics_entry (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    entered_on BIGINT,
    known_on BIGINT,
    code TEXT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE statistics_entry_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    entered_on BIGINT,
    known_on BIGINT,
    code TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX statistics_entry_key_project ON statistics_entry (zone, project);
CREATE INDEX statistics_entry_by_project_entered_on_known_on ON statistics_entry (zone, project, entered_on, known_on, id);
CREATE INDEX statistics_entry_by_updated_at ON statistics_entry (zone, updated_at, id);
CREATE INDEX statistics_entry_history_by_ended_at ON statistics_entry_history (zone, ended_at);

-- 重点项目名单 Key listing
CREATE TABLE key_listing (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    year BIGINT,
    level TEXT,
    listed_on BIGINT,
    removed_on BIGINT,
    authority TEXT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE key_listing_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    year BIGINT,
    level TEXT,
    listed_on BIGINT,
    removed_on BIGINT,
    authority TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX key_listing_by_project_year ON key_listing (zone, project, year, id);
CREATE INDEX key_listing_by_year_level ON key_listing (zone, year, level, id);
CREATE INDEX key_listing_by_year_project ON key_listing (zone, year, project, id);
CREATE INDEX key_listing_by_updated_at ON key_listing (zone, updated_at, id);
CREATE INDEX key_listing_history_by_ended_at ON key_listing_history (zone, ended_at);

-- 计划调整 Plan change
CREATE TABLE plan_change (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    year BIGINT,
    kind TEXT,
    decided_on BIGINT,
    amount_before BIGINT,
    amount_after BIGINT,
    authority TEXT,
    reason TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE plan_change_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    year BIGINT,
    kind TEXT,
    decided_on BIGINT,
    amount_before BIGINT,
    amount_after BIGINT,
    authority TEXT,
    reason TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX plan_change_by_project_decided_on ON plan_change (zone, project, decided_on, id);
CREATE INDEX plan_change_by_year_kind ON plan_change (zone, year, kind, id);
CREATE INDEX plan_change_by_decided_on ON plan_change (zone, decided_on, id);
CREATE INDEX plan_change_by_updated_at ON plan_change (zone, updated_at, id);
CREATE INDEX plan_change_history_by_ended_at ON plan_change_history (zone, ended_at);

-- 节点 Milestone
CREATE TABLE milestone (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    name TEXT,
    planned_on BIGINT,
    done_on BIGINT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE milestone_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    name TEXT,
    planned_on BIGINT,
    done_on BIGINT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX milestone_key_project_name ON milestone (zone, project, name);
CREATE INDEX milestone_by_project_planned_on ON milestone (zone, project, planned_on, id);
CREATE INDEX milestone_by_updated_at ON milestone (zone, updated_at, id);
CREATE INDEX milestone_history_by_ended_at ON milestone_history (zone, ended_at);

-- 包联 Pairing
CREATE TABLE pairing (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    role TEXT,
    person TEXT,
    unit BIGINT,
    since BIGINT,
    until BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE pairing_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    role TEXT,
    person TEXT,
    unit BIGINT,
    since BIGINT,
    until BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX pairing_by_project_role_since_id_until_person ON pairing (zone, project, role, since, id, until, person, id);
CREATE INDEX pairing_by_person ON pairing (zone, person, id);
CREATE INDEX pairing_by_unit ON pairing (zone, unit, id);
CREATE INDEX pairing_by_updated_at ON pairing (zone, updated_at, id);
CREATE INDEX pairing_history_by_ended_at ON pairing_history (zone, ended_at);

-- 问题 Problem
CREATE TABLE problem (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    project BIGINT,
    enterprise BIGINT,
    subject TEXT,
    category TEXT,
    description TEXT,
    raised_on BIGINT,
    source TEXT,
    unit BIGINT,
    leader TEXT,
    grade TEXT,
    assigned_on BIGINT,
    due_on BIGINT,
    state TEXT,
    closed_on BIGINT,
    measure TEXT,
    evidence TEXT,
    satisfaction TEXT,
    duplicate_of BIGINT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, duplicate_of) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE problem_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    project BIGINT,
    enterprise BIGINT,
    subject TEXT,
    category TEXT,
    description TEXT,
    raised_on BIGINT,
    source TEXT,
    unit BIGINT,
    leader TEXT,
    grade TEXT,
    assigned_on BIGINT,
    due_on BIGINT,
    state TEXT,
    closed_on BIGINT,
    measure TEXT,
    evidence TEXT,
    satisfaction TEXT,
    duplicate_of BIGINT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX problem_by_project_raised_on ON problem (zone, project, raised_on, id);
CREATE INDEX problem_by_raised_on ON problem (zone, raised_on, id);
CREATE INDEX problem_by_state_due_on ON problem (zone, state, due_on, id);
CREATE INDEX problem_by_category ON problem (zone, category, id);
CREATE INDEX problem_by_unit ON problem (zone, unit, id);
CREATE INDEX problem_by_duplicate_of ON problem (zone, duplicate_of, id);
CREATE INDEX problem_by_enterprise ON problem (zone, enterprise, id);
CREATE INDEX problem_by_updated_at ON problem (zone, updated_at, id);
CREATE INDEX problem_history_by_ended_at ON problem_history (zone, ended_at);

-- 问题办理 Problem step
CREATE TABLE problem_step (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    problem BIGINT,
    project BIGINT,
    enterprise BIGINT,
    unit BIGINT,
    kind TEXT,
    state TEXT,
    stepped_on BIGINT,
    person TEXT,
    content TEXT,
    limit_days BIGINT,
    due_on BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE problem_step_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    problem BIGINT,
    project BIGINT,
    enterprise BIGINT,
    unit BIGINT,
    kind TEXT,
    state TEXT,
    stepped_on BIGINT,
    person TEXT,
    content TEXT,
    limit_days BIGINT,
    due_on BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX problem_step_by_problem_stepped_on_id_kind ON problem_step (zone, problem, stepped_on, id, kind, id);
CREATE INDEX problem_step_by_unit_stepped_on ON problem_step (zone, unit, stepped_on, id);
CREATE INDEX problem_step_by_project ON problem_step (zone, project, id);
CREATE INDEX problem_step_by_enterprise ON problem_step (zone, enterprise, id);
CREATE INDEX problem_step_by_updated_at ON problem_step (zone, updated_at, id);
CREATE INDEX problem_step_history_by_ended_at ON problem_step_history (zone, ended_at);

-- 督办单据 Slip
CREATE TABLE slip (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    kind TEXT,
    colour TEXT,
    state TEXT,
    year BIGINT,
    number BIGINT,
    problem BIGINT,
    project BIGINT,
    unit BIGINT,
    subject TEXT,
    content TEXT,
    issued_on BIGINT,
    due_on BIGINT,
    answer TEXT,
    answered_on BIGINT,
    rectification TEXT,
    plan_state TEXT,
    plan_note TEXT,
    limit_on BIGINT,
    document BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, document) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE slip_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    kind TEXT,
    colour TEXT,
    state TEXT,
    year BIGINT,
    number BIGINT,
    problem BIGINT,
    project BIGINT,
    unit BIGINT,
    subject TEXT,
    content TEXT,
    issued_on BIGINT,
    due_on BIGINT,
    answer TEXT,
    answered_on BIGINT,
    rectification TEXT,
    plan_state TEXT,
    plan_note TEXT,
    limit_on BIGINT,
    document BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX slip_key_kind_year_number ON slip (zone, kind, year, number);
CREATE INDEX slip_by_problem_kind_colour_limit_on ON slip (zone, problem, kind, colour, limit_on, id);
CREATE INDEX slip_by_unit_issued_on ON slip (zone, unit, issued_on, id);
CREATE INDEX slip_by_state_due_on ON slip (zone, state, due_on, id);
CREATE INDEX slip_by_issued_on ON slip (zone, issued_on, id);
CREATE INDEX slip_by_project ON slip (zone, project, id);
CREATE INDEX slip_by_document ON slip (zone, document, id);
CREATE INDEX slip_by_updated_at ON slip (zone, updated_at, id);
CREATE INDEX slip_history_by_ended_at ON slip_history (zone, ended_at);

-- 亮灯规则 Lamp rule
CREATE TABLE lamp_rule (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    lamp TEXT,
    name TEXT,
    comparator TEXT,
    applies TEXT,
    yellow TEXT,
    red TEXT,
    value TEXT,
    lever TEXT,
    escalate_months BIGINT,
    since BIGINT,
    until BIGINT,
    preset TEXT,
    note TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE lamp_rule_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    lamp TEXT,
    name TEXT,
    comparator TEXT,
    applies TEXT,
    yellow TEXT,
    red TEXT,
    value TEXT,
    lever TEXT,
    escalate_months BIGINT,
    since BIGINT,
    until BIGINT,
    preset TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX lamp_rule_by_lamp_since ON lamp_rule (zone, lamp, since, id);
CREATE INDEX lamp_rule_by_lamp_id ON lamp_rule (zone, lamp, id);
CREATE INDEX lamp_rule_by_updated_at ON lamp_rule (zone, updated_at, id);
CREATE INDEX lamp_rule_history_by_ended_at ON lamp_rule_history (zone, ended_at);

-- 灯的变化 Change of a light
CREATE TABLE lamp_change (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    lamp TEXT,
    colour TEXT,
    by_rule TEXT,
    changed_on BIGINT,
    bad_since BIGINT,
    rule BIGINT,
    rule_version BIGINT,
    because TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, rule) REFERENCES lamp_rule (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE lamp_change_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    lamp TEXT,
    colour TEXT,
    by_rule TEXT,
    changed_on BIGINT,
    bad_since BIGINT,
    rule BIGINT,
    rule_version BIGINT,
    because TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX lamp_change_key_project_lamp_changed_on ON lamp_change (zone, project, lamp, changed_on);
CREATE INDEX lamp_change_by_project_lamp_changed_on_colour_by_rule ON lamp_change (zone, project, lamp, changed_on, colour, by_rule, id);
CREATE INDEX lamp_change_by_rule ON lamp_change (zone, rule, id);
CREATE INDEX lamp_change_by_changed_on_id ON lamp_change (zone, changed_on, id);
CREATE INDEX lamp_change_by_updated_at ON lamp_change (zone, updated_at, id);
CREATE INDEX lamp_change_history_by_ended_at ON lamp_change_history (zone, ended_at);

-- 亮灯原因 Reason for a light
CREATE TABLE lamp_reason (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    lamp TEXT,
    reason TEXT,
    accepted_by TEXT,
    since BIGINT,
    until BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE lamp_reason_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    project BIGINT,
    lamp TEXT,
    reason TEXT,
    accepted_by TEXT,
    since BIGINT,
    until BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX lamp_reason_by_project_lamp_until ON lamp_reason (zone, project, lamp, until, id);
CREATE INDEX lamp_reason_by_updated_at ON lamp_reason (zone, updated_at, id);
CREATE INDEX lamp_reason_history_by_ended_at ON lamp_reason_history (zone, ended_at);

-- 策划领域 Planning field
CREATE TABLE planning_field (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    note TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE planning_field_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX planning_field_key_name ON planning_field (zone, name);
CREATE INDEX planning_field_by_updated_at ON planning_field (zone, updated_at, id);
CREATE INDEX planning_field_history_by_ended_at ON planning_field_history (zone, ended_at);

-- 策划方向 Planning direction
CREATE TABLE planning_direction (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    field BIGINT,
    name TEXT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, field) REFERENCES planning_field (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE planning_direction_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    field BIGINT,
    name TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX planning_direction_key_name ON planning_direction (zone, name);
CREATE INDEX planning_direction_by_field ON planning_direction (zone, field, id);
CREATE INDEX planning_direction_by_updated_at ON planning_direction (zone, updated_at, id);
CREATE INDEX planning_direction_history_by_ended_at ON planning_direction_history (zone, ended_at);

-- 策划储备项目 Planned project
CREATE TABLE reserve (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    field BIGINT,
    direction BIGINT,
    total_investment BIGINT,
    unit BIGINT,
    maturity TEXT,
    planned_start BIGINT,
    admitted_on BIGINT,
    state TEXT,
    converted_to TEXT,
    funding TEXT,
    content TEXT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, field) REFERENCES planning_field (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, direction) REFERENCES planning_direction (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE reserve_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    field BIGINT,
    direction BIGINT,
    total_investment BIGINT,
    unit BIGINT,
    maturity TEXT,
    planned_start BIGINT,
    admitted_on BIGINT,
    state TEXT,
    converted_to TEXT,
    funding TEXT,
    content TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX reserve_by_name ON reserve (zone, name, id);
CREATE INDEX reserve_by_admitted_on ON reserve (zone, admitted_on, id);
CREATE INDEX reserve_by_field ON reserve (zone, field, id);
CREATE INDEX reserve_by_direction ON reserve (zone, direction, id);
CREATE INDEX reserve_by_unit ON reserve (zone, unit, id);
CREATE INDEX reserve_by_updated_at ON reserve (zone, updated_at, id);
CREATE INDEX reserve_history_by_ended_at ON reserve_history (zone, ended_at);

-- 招商小分队 Squad
CREATE TABLE squad (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    unit BIGINT,
    chief TEXT,
    direction TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE squad_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    unit BIGINT,
    chief TEXT,
    direction TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX squad_key_name ON squad (zone, name);
CREATE INDEX squad_by_unit ON squad (zone, unit, id);
CREATE INDEX squad_by_updated_at ON squad (zone, updated_at, id);
CREATE INDEX squad_history_by_ended_at ON squad_history (zone, ended_at);

-- 招商线索 Lead
CREATE TABLE lead (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    squad BIGINT,
    name TEXT,
    investor TEXT,
    sector TEXT,
    amount BIGINT,
    stage TEXT,
    first_contact_on BIGINT,
    followed_on BIGINT,
    signed_on BIGINT,
    project BIGINT,
    unit BIGINT,
    leader TEXT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, squad) REFERENCES squad (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE lead_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    squad BIGINT,
    name TEXT,
    investor TEXT,
    sector TEXT,
    amount BIGINT,
    stage TEXT,
    first_contact_on BIGINT,
    followed_on BIGINT,
    signed_on BIGINT,
    project BIGINT,
    unit BIGINT,
    leader TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX lead_by_name ON lead (zone, name, id);
CREATE INDEX lead_by_stage ON lead (zone, stage, id);
CREATE INDEX lead_by_signed_on ON lead (zone, signed_on, id);
CREATE INDEX lead_by_squad ON lead (zone, squad, id);
CREATE INDEX lead_by_project ON lead (zone, project, id);
CREATE INDEX lead_by_unit ON lead (zone, unit, id);
CREATE INDEX lead_by_updated_at ON lead (zone, updated_at, id);
CREATE INDEX lead_history_by_ended_at ON lead_history (zone, ended_at);

-- 争取资金 Grant
CREATE TABLE grant_fund (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    kind TEXT,
    unit BIGINT,
    project BIGINT,
    applied BIGINT,
    received BIGINT,
    state TEXT,
    applied_on BIGINT,
    received_on BIGINT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE grant_fund_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    kind TEXT,
    unit BIGINT,
    project BIGINT,
    applied BIGINT,
    received BIGINT,
    state TEXT,
    applied_on BIGINT,
    received_on BIGINT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX grant_fund_by_name ON grant_fund (zone, name, id);
CREATE INDEX grant_fund_by_received_on ON grant_fund (zone, received_on, id);
CREATE INDEX grant_fund_by_unit ON grant_fund (zone, unit, id);
CREATE INDEX grant_fund_by_project ON grant_fund (zone, project, id);
CREATE INDEX grant_fund_by_updated_at ON grant_fund (zone, updated_at, id);
CREATE INDEX grant_fund_history_by_ended_at ON grant_fund_history (zone, ended_at);

-- 产业基金 Fund
CREATE TABLE fund (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    manager TEXT,
    size BIGINT,
    subscribed BIGINT,
    paid_in BIGINT,
    invested BIGINT,
    projects BIGINT,
    established_on BIGINT,
    note TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE fund_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    code TEXT,
    name TEXT,
    manager TEXT,
    size BIGINT,
    subscribed BIGINT,
    paid_in BIGINT,
    invested BIGINT,
    projects BIGINT,
    established_on BIGINT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX fund_key_name ON fund (zone, name);
CREATE INDEX fund_by_updated_at ON fund (zone, updated_at, id);
CREATE INDEX fund_history_by_ended_at ON fund_history (zone, ended_at);

-- 周报周次 Report week
CREATE TABLE report_week (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    starts_on BIGINT,
    month BIGINT,
    due_at BIGINT,
    closes_at BIGINT,
    closed_at BIGINT,
    state TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE report_week_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    starts_on BIGINT,
    month BIGINT,
    due_at BIGINT,
    closes_at BIGINT,
    closed_at BIGINT,
    state TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX report_week_key_starts_on ON report_week (zone, starts_on);
CREATE INDEX report_week_by_state_closes_at ON report_week (zone, state, closes_at, id);
CREATE INDEX report_week_by_updated_at ON report_week (zone, updated_at, id);
CREATE INDEX report_week_history_by_ended_at ON report_week_history (zone, ended_at);

-- 填报任务 Reporting duty
CREATE TABLE report_duty (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    week BIGINT,
    unit BIGINT,
    due_at BIGINT,
    state TEXT,
    submitted_at BIGINT,
    submitted_by TEXT,
    confirmed_at BIGINT,
    confirmed_by TEXT,
    reason TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, week) REFERENCES report_week (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE report_duty_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    week BIGINT,
    unit BIGINT,
    due_at BIGINT,
    state TEXT,
    submitted_at BIGINT,
    submitted_by TEXT,
    confirmed_at BIGINT,
    confirmed_by TEXT,
    reason TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX report_duty_key_week_unit ON report_duty (zone, week, unit);
CREATE INDEX report_duty_by_unit_week ON report_duty (zone, unit, week, id);
CREATE INDEX report_duty_by_updated_at ON report_duty (zone, updated_at, id);
CREATE INDEX report_duty_history_by_ended_at ON report_duty_history (zone, ended_at);

-- 周报 Weekly report
CREATE TABLE weekly_report (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    week BIGINT,
    project BIGINT,
    unit BIGINT,
    due_on BIGINT,
    image_progress TEXT,
    month_investment BIGINT,
    done TEXT,
    next_plan TEXT,
    difficulty TEXT,
    changed TEXT,
    filled_at BIGINT,
    filed_at BIGINT,
    filed_on BIGINT,
    late BIGINT NOT NULL DEFAULT 0,
    problem BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, week) REFERENCES report_week (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE weekly_report_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    week BIGINT,
    project BIGINT,
    unit BIGINT,
    due_on BIGINT,
    image_progress TEXT,
    month_investment BIGINT,
    done TEXT,
    next_plan TEXT,
    difficulty TEXT,
    changed TEXT,
    filled_at BIGINT,
    filed_at BIGINT,
    filed_on BIGINT,
    late BIGINT NOT NULL DEFAULT 0,
    problem BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX weekly_report_key_project_week ON weekly_report (zone, project, week);
CREATE INDEX weekly_report_by_week_unit ON weekly_report (zone, week, unit, id);
CREATE INDEX weekly_report_by_project_due_on ON weekly_report (zone, project, due_on, id);
CREATE INDEX weekly_report_by_unit_due_on ON weekly_report (zone, unit, due_on, id);
CREATE INDEX weekly_report_by_due_on ON weekly_report (zone, due_on, id);
CREATE INDEX weekly_report_by_problem ON weekly_report (zone, problem, id);
CREATE INDEX weekly_report_by_due_on_unit_project ON weekly_report (zone, due_on, unit, project, id);
CREATE INDEX weekly_report_by_updated_at ON weekly_report (zone, updated_at, id);
CREATE INDEX weekly_report_history_by_ended_at ON weekly_report_history (zone, ended_at);

-- 会议活动 Meeting
CREATE TABLE meeting (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    kind TEXT,
    title TEXT,
    held_on BIGINT,
    place TEXT,
    chair TEXT,
    order_by TEXT,
    condition TEXT,
    item_minutes BIGINT,
    register_until BIGINT,
    capacity BIGINT,
    team_size BIGINT,
    note TEXT,
    state TEXT,
    minutes BIGINT,
    reopened_because TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, minutes) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE meeting_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    kind TEXT,
    title TEXT,
    held_on BIGINT,
    place TEXT,
    chair TEXT,
    order_by TEXT,
    condition TEXT,
    item_minutes BIGINT,
    register_until BIGINT,
    capacity BIGINT,
    team_size BIGINT,
    note TEXT,
    state TEXT,
    minutes BIGINT,
    reopened_because TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX meeting_by_held_on ON meeting (zone, held_on, id);
CREATE INDEX meeting_by_kind_held_on ON meeting (zone, kind, held_on, id);
CREATE INDEX meeting_by_minutes ON meeting (zone, minutes, id);
CREATE INDEX meeting_by_updated_at ON meeting (zone, updated_at, id);
CREATE INDEX meeting_history_by_ended_at ON meeting_history (zone, ended_at);

-- 议程 Agenda item
CREATE TABLE agenda_item (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    meeting BIGINT,
    sequence BIGINT,
    kind TEXT,
    subject TEXT,
    project BIGINT,
    lead BIGINT,
    enterprise BIGINT,
    unit BIGINT,
    leader TEXT,
    light TEXT,
    promise BIGINT,
    problem BIGINT,
    amount BIGINT,
    content TEXT,
    decision TEXT,
    state TEXT,
    packed BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, meeting) REFERENCES meeting (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, lead) REFERENCES lead (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, promise) REFERENCES promise (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE agenda_item_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    meeting BIGINT,
    sequence BIGINT,
    kind TEXT,
    subject TEXT,
    project BIGINT,
    lead BIGINT,
    enterprise BIGINT,
    unit BIGINT,
    leader TEXT,
    light TEXT,
    promise BIGINT,
    problem BIGINT,
    amount BIGINT,
    content TEXT,
    decision TEXT,
    state TEXT,
    packed BIGINT NOT NULL DEFAULT 0,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX agenda_item_by_meeting_sequence ON agenda_item (zone, meeting, sequence, id);
CREATE INDEX agenda_item_by_project ON agenda_item (zone, project, id);
CREATE INDEX agenda_item_by_promise ON agenda_item (zone, promise, id);
CREATE INDEX agenda_item_by_problem ON agenda_item (zone, problem, id);
CREATE INDEX agenda_item_by_lead ON agenda_item (zone, lead, id);
CREATE INDEX agenda_item_by_enterprise ON agenda_item (zone, enterprise, id);
CREATE INDEX agenda_item_by_unit ON agenda_item (zone, unit, id);
CREATE INDEX agenda_item_by_updated_at ON agenda_item (zone, updated_at, id);
CREATE INDEX agenda_item_history_by_ended_at ON agenda_item_history (zone, ended_at);

-- 承诺事项 Promise
CREATE TABLE promise (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    what TEXT,
    unit BIGINT,
    person TEXT,
    due_on BIGINT,
    proof TEXT,
    made_on BIGINT,
    meeting BIGINT,
    item BIGINT,
    project BIGINT,
    problem BIGINT,
    state TEXT,
    done_on BIGINT,
    evidence TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, meeting) REFERENCES meeting (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, item) REFERENCES agenda_item (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE promise_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    what TEXT,
    unit BIGINT,
    person TEXT,
    due_on BIGINT,
    proof TEXT,
    made_on BIGINT,
    meeting BIGINT,
    item BIGINT,
    project BIGINT,
    problem BIGINT,
    state TEXT,
    done_on BIGINT,
    evidence TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX promise_by_meeting ON promise (zone, meeting, id);
CREATE INDEX promise_by_project ON promise (zone, project, id);
CREATE INDEX promise_by_unit ON promise (zone, unit, id);
CREATE INDEX promise_by_person ON promise (zone, person, id);
CREATE INDEX promise_by_state_due_on ON promise (zone, state, due_on, id);
CREATE INDEX promise_by_item ON promise (zone, item, id);
CREATE INDEX promise_by_due_on_id ON promise (zone, due_on, id);
CREATE INDEX promise_by_problem ON promise (zone, problem, id);
CREATE INDEX promise_by_updated_at ON promise (zone, updated_at, id);
CREATE INDEX promise_history_by_ended_at ON promise_history (zone, ended_at);

-- 参会 Attendance
CREATE TABLE attendance (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    meeting BIGINT,
    unit BIGINT,
    person TEXT,
    team TEXT,
    role TEXT,
    registered BIGINT NOT NULL DEFAULT 0,
    present BIGINT NOT NULL DEFAULT 0,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, meeting) REFERENCES meeting (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE attendance_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    meeting BIGINT,
    unit BIGINT,
    person TEXT,
    team TEXT,
    role TEXT,
    registered BIGINT NOT NULL DEFAULT 0,
    present BIGINT NOT NULL DEFAULT 0,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX attendance_key_meeting_unit_person ON attendance (zone, meeting, unit, person);
CREATE INDEX attendance_by_meeting_team ON attendance (zone, meeting, team, id);
CREATE INDEX attendance_by_unit ON attendance (zone, unit, id);
CREATE INDEX attendance_by_updated_at ON attendance (zone, updated_at, id);
CREATE INDEX attendance_history_by_ended_at ON attendance_history (zone, ended_at);

-- 附件 Attachment
CREATE TABLE attachment (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    content_type TEXT,
    sha256 TEXT,
    length BIGINT,
    content BLOB,
    owner_entity TEXT,
    owner_id BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE attachment_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    content_type TEXT,
    sha256 TEXT,
    length BIGINT,
    content BLOB,
    owner_entity TEXT,
    owner_id BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX attachment_by_sha256 ON attachment (zone, sha256, id);
CREATE INDEX attachment_by_owner_entity_owner_id ON attachment (zone, owner_entity, owner_id, id);
CREATE INDEX attachment_by_updated_at ON attachment (zone, updated_at, id);
CREATE INDEX attachment_history_by_ended_at ON attachment_history (zone, ended_at);

-- 导入记录 Import
CREATE TABLE import_run (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    file_name TEXT,
    state TEXT,
    as_of BIGINT,
    attachment BIGINT,
    mapping TEXT,
    layout TEXT,
    summary TEXT,
    written TEXT,
    committed_at BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, attachment) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE import_run_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    file_name TEXT,
    state TEXT,
    as_of BIGINT,
    attachment BIGINT,
    mapping TEXT,
    layout TEXT,
    summary TEXT,
    written TEXT,
    committed_at BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX import_run_by_attachment ON import_run (zone, attachment, id);
CREATE INDEX import_run_by_updated_at ON import_run (zone, updated_at, id);
CREATE INDEX import_run_history_by_ended_at ON import_run_history (zone, ended_at);

-- 历次报告 Past report
CREATE TABLE report_run (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    title TEXT,
    as_of BIGINT,
    issue BIGINT,
    known_at BIGINT,
    docx BIGINT,
    annex BIGINT,
    template BIGINT,
    annex_template BIGINT,
    docx_digest TEXT,
    annex_digest TEXT,
    data TEXT,
    frozen TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, docx) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, annex) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, template) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, annex_template) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE report_run_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    title TEXT,
    as_of BIGINT,
    issue BIGINT,
    known_at BIGINT,
    docx BIGINT,
    annex BIGINT,
    template BIGINT,
    annex_template BIGINT,
    docx_digest TEXT,
    annex_digest TEXT,
    data TEXT,
    frozen TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX report_run_by_name_as_of ON report_run (zone, name, as_of, id);
CREATE INDEX report_run_by_docx ON report_run (zone, docx, id);
CREATE INDEX report_run_by_annex ON report_run (zone, annex, id);
CREATE INDEX report_run_by_template ON report_run (zone, template, id);
CREATE INDEX report_run_by_annex_template ON report_run (zone, annex_template, id);
CREATE INDEX report_run_by_updated_at ON report_run (zone, updated_at, id);
CREATE INDEX report_run_history_by_ended_at ON report_run_history (zone, ended_at);

-- 版式记忆 Remembered layout
CREATE TABLE sheet_layout (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    fingerprint TEXT,
    mapping TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE sheet_layout_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    fingerprint TEXT,
    mapping TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX sheet_layout_key_fingerprint ON sheet_layout (zone, fingerprint);
CREATE INDEX sheet_layout_by_updated_at ON sheet_layout (zone, updated_at, id);
CREATE INDEX sheet_layout_history_by_ended_at ON sheet_layout_history (zone, ended_at);

-- 视图 Saved view
CREATE TABLE saved_view (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    page TEXT,
    query TEXT,
    shared BIGINT NOT NULL DEFAULT 0,
    position BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE saved_view_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    page TEXT,
    query TEXT,
    shared BIGINT NOT NULL DEFAULT 0,
    position BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX saved_view_by_page_position ON saved_view (zone, page, position, id);
CREATE INDEX saved_view_by_updated_at ON saved_view (zone, updated_at, id);
CREATE INDEX saved_view_history_by_ended_at ON saved_view_history (zone, ended_at);

-- 审计记录 Audit record
CREATE TABLE audit_record (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    act TEXT,
    entity TEXT,
    row_id BIGINT,
    row_version BIGINT,
    outcome TEXT,
    role TEXT,
    origin TEXT,
    request TEXT,
    detail TEXT,
    content TEXT,
    listed BLOB,
    previous TEXT,
    hash TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE audit_record_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    act TEXT,
    entity TEXT,
    row_id BIGINT,
    row_version BIGINT,
    outcome TEXT,
    role TEXT,
    origin TEXT,
    request TEXT,
    detail TEXT,
    content TEXT,
    listed BLOB,
    previous TEXT,
    hash TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX audit_record_by_entity_row_id ON audit_record (zone, entity, row_id, id);
CREATE INDEX audit_record_by_updated_at ON audit_record (zone, updated_at, id);
CREATE INDEX audit_record_history_by_ended_at ON audit_record_history (zone, ended_at);
CREATE TRIGGER IF NOT EXISTS audit_record_stays BEFORE UPDATE ON audit_record BEGIN SELECT RAISE(ABORT, 'rows of audit_record are never changed'); END;
CREATE TRIGGER IF NOT EXISTS audit_record_remains BEFORE DELETE ON audit_record WHEN NOT EXISTS (SELECT 1 FROM audit_retention r WHERE r.zone = OLD.zone AND r.up_to >= OLD.id) BEGIN SELECT RAISE(ABORT, 'rows of audit_record are never deleted'); END;

-- 备份记录 Backup
CREATE TABLE backup_run (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    started_at BIGINT,
    outcome TEXT,
    took BIGINT,
    file TEXT,
    bytes BIGINT,
    row_count BIGINT,
    sealed BIGINT NOT NULL DEFAULT 0,
    digest TEXT,
    removed BIGINT,
    failure TEXT,
    PRIMARY KEY (id)
);
CREATE TABLE backup_run_history (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    started_at BIGINT,
    outcome TEXT,
    took BIGINT,
    file TEXT,
    bytes BIGINT,
    row_count BIGINT,
    sealed BIGINT NOT NULL DEFAULT 0,
    digest TEXT,
    removed BIGINT,
    failure TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX backup_run_by_started_at ON backup_run (started_at, id);
CREATE INDEX backup_run_by_updated_at ON backup_run (updated_at, id);
CREATE INDEX backup_run_history_by_ended_at ON backup_run_history (ended_at);

-- 工作日历 Calendar day
CREATE TABLE calendar_day (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    day BIGINT,
    kind TEXT,
    name TEXT,
    announced BIGINT NOT NULL DEFAULT 0,
    note TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE calendar_day_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    day BIGINT,
    kind TEXT,
    name TEXT,
    announced BIGINT NOT NULL DEFAULT 0,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX calendar_day_key_day ON calendar_day (zone, day);
CREATE INDEX calendar_day_by_updated_at ON calendar_day (zone, updated_at, id);
CREATE INDEX calendar_day_history_by_ended_at ON calendar_day_history (zone, ended_at);

-- 定时任务记录 Job run
CREATE TABLE job_run (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    started_at BIGINT,
    outcome TEXT,
    took BIGINT,
    changed BIGINT,
    failure TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE job_run_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    started_at BIGINT,
    outcome TEXT,
    took BIGINT,
    changed BIGINT,
    failure TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX job_run_by_name_started_at ON job_run (zone, name, started_at, id);
CREATE INDEX job_run_by_started_at_id ON job_run (zone, started_at, id);
CREATE INDEX job_run_by_updated_at ON job_run (zone, updated_at, id);
CREATE INDEX job_run_history_by_ended_at ON job_run_history (zone, ended_at);

-- 办理期限 Clock
CREATE TABLE clock (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    owner_entity TEXT,
    owner_id BIGINT,
    project BIGINT,
    received_on BIGINT,
    limit_days BIGINT,
    limit_kind TEXT,
    due_on BIGINT,
    stopped_on BIGINT,
    unit BIGINT,
    person TEXT,
    finished_on BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE clock_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    name TEXT,
    owner_entity TEXT,
    owner_id BIGINT,
    project BIGINT,
    received_on BIGINT,
    limit_days BIGINT,
    limit_kind TEXT,
    due_on BIGINT,
    stopped_on BIGINT,
    unit BIGINT,
    person TEXT,
    finished_on BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX clock_by_owner_entity_owner_id ON clock (zone, owner_entity, owner_id, id);
CREATE INDEX clock_by_finished_on_due_on ON clock (zone, finished_on, due_on, id);
CREATE INDEX clock_by_project ON clock (zone, project, id);
CREATE INDEX clock_by_due_on_id ON clock (zone, due_on, id);
CREATE INDEX clock_by_unit ON clock (zone, unit, id);
CREATE INDEX clock_by_updated_at ON clock (zone, updated_at, id);
CREATE INDEX clock_history_by_ended_at ON clock_history (zone, ended_at);

-- 停表 Clock stop
CREATE TABLE clock_stop (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    clock BIGINT,
    project BIGINT,
    kind TEXT,
    reason TEXT,
    stopped_on BIGINT,
    resumed_on BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, clock) REFERENCES clock (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE clock_stop_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    clock BIGINT,
    project BIGINT,
    kind TEXT,
    reason TEXT,
    stopped_on BIGINT,
    resumed_on BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX clock_stop_by_clock_stopped_on ON clock_stop (zone, clock, stopped_on, id);
CREATE INDEX clock_stop_by_project ON clock_stop (zone, project, id);
CREATE INDEX clock_stop_by_updated_at ON clock_stop (zone, updated_at, id);
CREATE INDEX clock_stop_history_by_ended_at ON clock_stop_history (zone, ended_at);

-- 经手 Desk
CREATE TABLE desk (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    clock BIGINT,
    project BIGINT,
    unit BIGINT,
    person TEXT,
    since BIGINT,
    until BIGINT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, clock) REFERENCES clock (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE desk_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    clock BIGINT,
    project BIGINT,
    unit BIGINT,
    person TEXT,
    since BIGINT,
    until BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX desk_by_clock_since ON desk (zone, clock, since, id);
CREATE INDEX desk_by_project ON desk (zone, project, id);
CREATE INDEX desk_by_unit ON desk (zone, unit, id);
CREATE INDEX desk_by_updated_at ON desk (zone, updated_at, id);
CREATE INDEX desk_history_by_ended_at ON desk_history (zone, ended_at);

-- 授权 Right
CREATE TABLE role_right (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    role TEXT,
    entity TEXT,
    acts TEXT,
    reach TEXT,
    field_groups TEXT,
    note TEXT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE role_right_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    role TEXT,
    entity TEXT,
    acts TEXT,
    reach TEXT,
    field_groups TEXT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX role_right_by_role_entity ON role_right (zone, role, entity, id);
CREATE INDEX role_right_by_updated_at ON role_right (zone, updated_at, id);
CREATE INDEX role_right_history_by_ended_at ON role_right_history (zone, ended_at);

-- 用户 User
CREATE TABLE app_user (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    login TEXT,
    name TEXT,
    role TEXT,
    unit BIGINT,
    enterprise BIGINT,
    squad BIGINT,
    phone TEXT,
    email TEXT,
    disabled BIGINT NOT NULL DEFAULT 0,
    expires_on BIGINT,
    note TEXT,
    PRIMARY KEY (zone, id),
    FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (zone, squad) REFERENCES squad (zone, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE app_user_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    way TEXT,
    login TEXT,
    name TEXT,
    role TEXT,
    unit BIGINT,
    enterprise BIGINT,
    squad BIGINT,
    phone TEXT,
    email TEXT,
    disabled BIGINT NOT NULL DEFAULT 0,
    expires_on BIGINT,
    note TEXT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX app_user_key_login ON app_user (zone, login);
CREATE INDEX app_user_by_unit ON app_user (zone, unit, id);
CREATE INDEX app_user_by_enterprise ON app_user (zone, enterprise, id);
CREATE INDEX app_user_by_squad ON app_user (zone, squad, id);
CREATE INDEX app_user_by_updated_at ON app_user (zone, updated_at, id);
CREATE INDEX app_user_history_by_ended_at ON app_user_history (zone, ended_at);
