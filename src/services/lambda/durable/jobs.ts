// The jobs of durable executions.

import { chainedJob } from "./chained.ts";
import { deadLetterJob } from "./dead-letters.ts";
import { invokeJob } from "./invocations.ts";
import { statusJob } from "./status-events.ts";
import { timerJob } from "./timers.ts";

export const durableJobs = [chainedJob, deadLetterJob, invokeJob, statusJob, timerJob] as const;
