/* zone.c — a development zone: the tenant. */
#include "base/geo.h"
#include "entities/entities.h"

#include <stdio.h>
#include <string.h>

#define Z struct zone

/* clang-format off */
static const struct field zone_fields[] = {
    {.name = "code", FIELD_AT(T_TEXT, Z, code), .label = {"代号", "Code"}, .max = 40, .flags = FIELD_REQUIRED | FIELD_LIST,
     .help = {"命令行与地址中使用的短名,小写字母、数字和连字符", "Short name on the command line and in addresses: lower-case letters, digits and hyphens"}},
    {.name = "name", FIELD_AT(T_TEXT, Z, name), .label = {"名称", "Name"}, .max = 100, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "level", FIELD_AT(T_TEXT, Z, level), .label = {"级别", "Level"}, .max = 40},
    {.name = "region", FIELD_AT(T_TEXT, Z, region), .label = {"行政区划", "Region"}, .max = 60},
    {.name = "issuer", FIELD_AT(T_TEXT, Z, issuer), .label = {"通报落款", "Bulletin issuer"}, .max = 100,
     .help = {"月通报的发文机关;空着时为“名称+项目办”", "Who signs the bulletin; when empty, the name and 项目办"}},
    {.name = "outline", FIELD_AT(T_JSON, Z, outline), .label = {"边界", "Outline"},
     .help = {"地图上的范围,GeoJSON 多边形,WGS-84 经纬度", "The area on the map: GeoJSON polygons, WGS-84 degrees"}},
    {.name = "weekly_due_day", FIELD_AT(T_INT, Z, weekly_due_day), .label = {"周报截止日", "Weekly report due"}, .min = 1, .max = 7,
     .help = {"星期几,1 为周一;空着为周一。周一至周三截止的是上一周的周报,周四至周日截止的是本周的;遇节假日顺延到下一工作日",
              "Day of the week, 1 is Monday, which it is when empty. Monday to Wednesday: of the week before; Thursday to Sunday: of the week itself; on a holiday the next working day"}},
    {.name = "weekly_due_time", FIELD_AT(T_TEXT, Z, weekly_due_time), .label = {"周报截止时刻", "Weekly report due at"}, .max = 5,
     .help = {"24 小时制,如 16:00,空着即此", "By the 24-hour clock, such as 16:00, which it is when empty"}},
    {.name = "weekly_grace_days", FIELD_AT(T_INT, Z, weekly_grace_days), .label = {"周报补报天数", "Days to report late"}, .min = 0, .max = 10,
     .help = {"截止后还可补报(算迟报)的工作日数,过后锁定;空着为 1", "Working days after which the week is closed; until then reports are taken as late; 1 when empty"}},
    {.name = "weekly_scope", FIELD_AT(T_TEXT, Z, weekly_scope), .label = {"周报范围", "Projects reported on"}, .max = 1000,
     .help = {"哪些项目要报周报,写成条件;空着为未竣工、未退出的", "A condition: which projects are reported on weekly; when empty those neither completed nor withdrawn"}},
    {.name = "weekly_paused", FIELD_AT(T_BOOL, Z, weekly_paused), .label = {"暂停周报", "No new weekly reports"},
     .help = {"不再每周自动发出填报任务;第一周由项目办发出", "No new duties each week; the first week is opened by the project office"}},
    {.name = "days_very_urgent", FIELD_AT(T_INT, Z, days_very_urgent), .label = {"特急问题时限", "Limit: very urgent"}, .min = 1, .max = 365,
     .help = {"办理等级“特急”的问题几个工作日办结;空着为 3。改动只管以后交办的,已交办的时限不变", "Working days to deal with a very urgent problem, 3 when empty; limits already given stay"}},
    {.name = "days_urgent", FIELD_AT(T_INT, Z, days_urgent), .label = {"加急问题时限", "Limit: urgent"}, .min = 1, .max = 365,
     .help = {"工作日;空着为 7", "In working days, 7 when empty"}},
    {.name = "days_normal", FIELD_AT(T_INT, Z, days_normal), .label = {"一般问题时限", "Limit: normal"}, .min = 1, .max = 365,
     .help = {"工作日;空着为 15", "In working days, 15 when empty"}},
    {.name = "days_long", FIELD_AT(T_INT, Z, days_long), .label = {"长期问题时限", "Limit: long-term"}, .min = 1, .max = 365,
     .help = {"工作日;空着为 30", "In working days, 30 when empty"}},
    {.name = "days_remind", FIELD_AT(T_INT, Z, days_remind), .label = {"提前几天提示", "Remind before"}, .min = 0, .max = 60,
     .help = {"问题离时限不超过几个工作日时拟发提示单(蓝);空着为 2", "A reminder (blue) is proposed when no more working days are left than this, 2 when empty"}},
    {.name = "days_red", FIELD_AT(T_INT, Z, days_red), .label = {"超期几天转红", "Red after"}, .min = 0, .max = 365,
     .help = {"问题超期多于几个工作日时拟发红色督办单,此前为黄色;空着为 5", "A problem late by more working days than this gets a red supervision slip, before that a yellow one; 5 when empty"}},
    {.name = "days_answer", FIELD_AT(T_INT, Z, days_answer), .label = {"督办单答复时限", "To answer a slip"}, .min = 0, .max = 60,
     .help = {"签发时没有写明答复时限的,几个工作日内答复;空着为 3", "Working days to answer a slip that is issued without a day to answer by, 3 when empty"}},
    {0},
};
/* clang-format on */

static void due_time_check(const char *time, struct findings *fs)
{
    int hour, minute, end = 0;
    if (time && (sscanf(time, "%2d:%2d%n", &hour, &minute, &end) != 2 || time[end] || end != 5 || hour < 0 ||
                 hour > 23 || minute < 0 || minute > 59))
        findings_add(fs, "ZON-03", "weekly_due_time", true, "周报截止时刻要写成 16:00 的样子",
                     "The time a weekly report is due is written like 16:00");
}

static void outline_check(const char *outline, struct findings *fs)
{
    switch (outline ? geo_outline_check(outline, strlen(outline)) : GEO_FINE) {
    case GEO_FINE:
        return;
    case GEO_OPEN_RING:
        findings_add(fs, "ZON-02", "outline", true, "边界没有闭合:每一圈至少四个点,最后一点与第一点相同",
                     "The outline is not closed: a ring takes four points or more and ends where it begins");
        return;
    case GEO_UNREADABLE:
    case GEO_OUTSIDE:
    case GEO_SWAPPED:
        findings_add(fs, "ZON-02", "outline", true, "边界的坐标应为 [经度,纬度],经度在 ±180 度、纬度在 ±90 度以内",
                     "Points of the outline are [longitude, latitude], within ±180 and ±90 degrees");
        return;
    case GEO_NO_OUTLINE:
        findings_add(fs, "ZON-02", "outline", true,
                     "边界应为 GeoJSON 的 Polygon 或 MultiPolygon,也可以是由它们组成的 Feature、FeatureCollection",
                     "The outline takes a GeoJSON Polygon or MultiPolygon, or a Feature or FeatureCollection of them");
        return;
    }
}

/* Of limits that the zone gave; which ones it left to the program is the program's to keep in order. */
static void limits_check(const struct zone *z, struct findings *fs)
{
    const struct {
        const char *field;
        int64_t days;
    } limits[] = {
        {"days_very_urgent", z->days_very_urgent},
        {"days_urgent", z->days_urgent},
        {"days_normal", z->days_normal},
        {"days_long", z->days_long},
    };
    int64_t least = 0;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (limits[i].days == NONE_INT)
            continue;
        if (limits[i].days < least)
            findings_add(fs, "ZON-04", limits[i].field, false, "比更急一级的时限还短,请核对",
                         "This is shorter than the limit of a more urgent grade; please check");
        least = limits[i].days;
    }
}

static void zone_check(const void *row, struct findings *fs)
{
    const struct zone *z = row;
    limits_check(z, fs);
    outline_check(z->outline, fs);
    due_time_check(z->weekly_due_time, fs);
    for (const char *c = z->code; c && *c; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '-')) {
            findings_add(fs, "ZON-01", "code", true, "代号只能用小写字母、数字和连字符",
                         "The code takes lower-case letters, digits and hyphens only");
            return;
        }
}

const struct entity zone_entity = {
    .name = "zone",
    .label = {"园区", "Zone"},
    .help = {"一个高新区、经开区或新区;数据按园区隔离,所以新园区不在网页上建,由管服务器的人在服务器上建:"
             "steward user add 登录名 --zone 代号 --zone-name 名称 --role office",
             "A development zone; data are kept apart by zone, so no page makes another one: whoever keeps the server "
             "does, by steward user add LOGIN --zone CODE --zone-name NAME --role office"},
    .flags = ENTITY_GLOBAL,
    .size = sizeof(struct zone),
    .fields = zone_fields,
    .title = "name",
    .unique = {"code"},
    .order = "code",
    .check = zone_check,
};
