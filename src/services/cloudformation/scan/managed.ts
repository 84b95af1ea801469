// Which of the account's resources stacks manage.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { identifiedPhysicalId } from "../engine/plan-imports.ts";
import { listStacks, loadResources } from "../repo.ts";
import type { ScannedResourceRecord } from "./records.ts";

/** A table of a global table is listed as a table, too. */
const ALSO: Readonly<Record<string, string>> = { "AWS::DynamoDB::GlobalTable": "AWS::DynamoDB::Table" };

/** Tells of a scanned resource whether a stack manages it. */
export function managedResources(tx: ReadTx, scope: Scope): (resource: ScannedResourceRecord) => boolean {
  const owned = new Map<string, Readonly<Record<string, unknown>>[]>();
  for (const stack of listStacks(tx, scope)) {
    for (const { current, status } of loadResources(tx, scope, stack.stackId).values()) {
      if (current.physicalId === undefined || status === "DELETE_COMPLETE" || status === "DELETE_SKIPPED") continue;
      for (const typeName of [current.typeName, ALSO[current.typeName]]) {
        if (typeName === undefined) continue;
        const name = nameOf(typeName, current.physicalId);
        owned.set(name, [...(owned.get(name) ?? []), current.properties]);
      }
    }
  }
  return ({ typeName, identifier }) =>
    owned
      .get(nameOf(typeName, identifiedPhysicalId(typeName, identifier)))
      // Stages of two APIs may have one name: what the template says of the identifier must agree.
      ?.some((properties) => Object.entries(identifier).every(([name, value]) => agrees(properties[name], value))) ===
    true;
}

function agrees(said: unknown, value: string): boolean {
  if (typeof said !== "string" || said === value) return true;
  // A function by its name or by its ARN.
  return value.endsWith(`:${said}`) || said.endsWith(`:${value}`);
}

/** Without the host of a queue's URL: each client sees the one that it uses. */
function nameOf(typeName: string, physicalId: string): string {
  return `${typeName} ${physicalId.replace(/^https?:\/\/[^/]*/, "")}`;
}
