// index.ts — every message of the application: one file a room.
import { audit } from './audit'
import { calendar } from './calendar'
import { cockpit } from './cockpit'
import { importing } from './importing'
import { lights } from './lights'
import { lists } from './lists'
import { meetings } from './meetings'
import { metrics } from './metrics'
import { past } from './past'
import { operate } from './operate'
import { people } from './people'
import { problems } from './problems'
import { records } from './records'
import { reports } from './reports'
import { shell } from './shell'
import { views } from './views'
import { weeks } from './weeks'

export const messages = { ...audit, ...calendar, ...shell, ...cockpit, ...metrics, ...meetings, ...records, ...lights, ...lists, ...views, ...weeks, ...importing, ...reports, ...past, ...operate, ...people, ...problems }
export type MessageKey = keyof typeof messages
