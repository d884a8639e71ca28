/* light.c — how many projects are red, yellow and green. */
#include "metric/metric.h"

#define LIGHT_ROWS "name,unit,leader,stage,light,light_since,light_start,light_progress,light_money,light_statistics"

const struct metric light_red_metric = {
    .name = "light.red",
    .label = {"红灯项目", "Red projects"},
    .definition =
        {"截至统计日期总灯为红的项目个数；总灯取各灯中最差的，各灯按当天施行的亮灯规则。",
         "Projects whose overall light is red at the date: the worst of their lamps, each by the rule in force "
         "on the day."},
    .entity = "project",
    .where = "light = 'red'",
    .month = "light_since",
    .rows = LIGHT_ROWS,
};

const struct metric light_yellow_metric = {
    .name = "light.yellow",
    .label = {"黄灯项目", "Yellow projects"},
    .definition = {"截至统计日期总灯为黄的项目个数：没有红灯，至少一盏黄灯。",
                   "Projects whose overall light is yellow at the date: no lamp red, one or more yellow."},
    .entity = "project",
    .where = "light = 'yellow'",
    .month = "light_since",
    .rows = LIGHT_ROWS,
};

const struct metric light_green_metric = {
    .name = "light.green",
    .label = {"绿灯项目", "Green projects"},
    .definition = {"截至统计日期总灯为绿的项目个数：至少一盏灯适用，且没有红灯和黄灯；已说明原因的按绿计。",
                   "Projects whose overall light is green at the date: a lamp applies and none is red or yellow; those "
                   "with an accepted reason count as green."},
    .entity = "project",
    .where = "light = 'green'",
    .month = "light_since",
    .rows = LIGHT_ROWS,
};
