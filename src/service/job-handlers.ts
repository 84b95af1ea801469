// What runs the jobs of all services, each as the service that it is of.

import type { ServiceId } from "../model/model.ts";
import type { YardContext } from "./context.ts";
import type { FindHandler } from "./durable-jobs.ts";
import type { JobHandler } from "./jobs.ts";
import type { Registry, ServedJob } from "./registry.ts";

/** Finds handlers by the kind of their jobs, and has their services read in. */
export function jobHandlers(registry: Registry, yardOf: (service: ServiceId) => YardContext): FindHandler {
  const known = new Map<string, JobHandler>();

  function bind(kind: string, found: ServedJob | undefined): JobHandler | undefined {
    if (found === undefined) return undefined;
    const { service, handler } = found;
    const own: JobHandler = { kind, run: (job) => handler.run(job, yardOf(service)) };
    known.set(kind, own);
    return own;
  }

  return (kind) => {
    const own = known.get(kind);
    if (own !== undefined) return own;
    const found = registry.jobHandler(kind);
    return found instanceof Promise ? found.then((served) => bind(kind, served)) : bind(kind, found);
  };
}
