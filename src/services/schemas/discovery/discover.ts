// The job that learns from one event: its schema gets a new version when the event has something that was not seen before.
// AWS: "Schema discovery": schemas are put into the registry discovered-schemas, under the source and the detail's type.

import type { Scope } from "../../../service/context.ts";
import { DISCOVER, type Discovery } from "../../../service/discovery.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { DISCOVERED } from "../names.ts";
import type { SchemaRecord } from "../records.ts";
import { loadDiscoverer, loadRegistry, loadSchema, saveRegistry, saveSchema } from "../repo.ts";
import { addVersion } from "../versions.ts";
import { documentOfEvents, pascal } from "./document.ts";
import { mergeShapes, shapeOf } from "./shape.ts";

export const discoverJob: JobHandler = {
  kind: DISCOVER,
  run: (job, yard) => {
    const { discovererId, event } = job.payload as Discovery;
    const scope = { account: job.account, region: job.region };
    const facts = { source: event.source, detailType: event["detail-type"] };
    const name = `${facts.source.replaceAll(/[^\w.-]/g, "-")}@${pascal(facts.detailType)}`.slice(0, 385);
    yard.store.write((tx) => {
      if (loadDiscoverer(tx, scope, discovererId)?.state !== "STARTED") return;
      ensureRegistry(tx, scope);
      const schema: SchemaRecord = loadSchema(tx, scope, DISCOVERED, name) ?? {
        v: 1,
        registry: DISCOVERED,
        name,
        description: `Schema for event type ${facts.detailType}, published by ${facts.source}.`,
        tags: {},
        modifiedAtMs: yard.clock.nowMs(),
        lastVersion: 0,
      };
      const seen = shapeOf(event.detail);
      const shape = schema.shape === undefined ? seen : mergeShapes(schema.shape, seen);
      const content = documentOfEvents("OpenApi3", facts, shape);
      const isNew = schema.shape === undefined || content !== documentOfEvents("OpenApi3", facts, schema.shape);
      if (isNew) addVersion(yard, tx, scope, { ...schema, shape }, { type: "OpenApi3", content });
      else saveSchema(tx, scope, { ...schema, shape });
    });
    return Promise.resolve("done");
  },
};

/** Makes the registry of discovered schemas, if it is not there. */
export function ensureRegistry(tx: WriteTx, scope: Scope): void {
  if (loadRegistry(tx, scope, DISCOVERED) === undefined) saveRegistry(tx, scope, { v: 1, name: DISCOVERED, tags: {} });
}
