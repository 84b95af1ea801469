// Adding a version to a schema, by a request or by discovery.

import type { Type } from "@aws-sdk/client-schemas";
import type { Scope, YardContext } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import type { SchemaRecord } from "./records.ts";
import { saveSchema, saveVersion } from "./repo.ts";

/** Adds a version; gives the schema as it is then. */
export function addVersion(
  { clock }: Pick<YardContext, "clock">,
  tx: WriteTx,
  scope: Scope,
  schema: SchemaRecord,
  { type, content }: { readonly type: Type; readonly content: string },
): SchemaRecord {
  const nowMs = clock.nowMs();
  const next = { ...schema, lastVersion: schema.lastVersion + 1, modifiedAtMs: nowMs };
  saveSchema(tx, scope, next);
  saveVersion(tx, scope, next, { v: 1, number: next.lastVersion, type, content, createdAtMs: nowMs });
  return next;
}
