// What writing an item needs of the yard, so that operations and jobs can both do it.

import type { YardContext } from "../../../service/context.ts";

/** The part of a context that writes of items use. */
export type WriteEnvironment = Pick<YardContext, "store" | "clock" | "random" | "jobs">;
