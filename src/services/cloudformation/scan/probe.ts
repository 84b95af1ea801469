// Reads a resource that belongs to no stack, by its identifier.

import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { ResourceIdentifier } from "../../../service/resource-type.ts";
import { identifiedPhysicalId } from "../engine/plan-imports.ts";
import { probeContext } from "../engine/work.ts";
import type { FindResourceType } from "../template/validate.ts";

/** Where resources are looked for, and with whose rights. */
export interface Probe extends Scope {
  readonly yard: YardContext;
  readonly aws: AwsApis;
  readonly findType: FindResourceType;
}

/** The live properties that a template can give, without what is not there; undefined if the resource is gone. */
export async function readIdentified(
  probe: Probe,
  typeName: string,
  identifier: ResourceIdentifier,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { yard, findType, ...place } = probe;
  const type = findType(typeName);
  const { clock, random, origin } = yard;
  const context = probeContext({ ...place, clock, random, origin }, { stackId: "", stackName: "" }, "");
  const live = await type?.read(identifiedPhysicalId(typeName, identifier), context, identifier);
  if (type === undefined || live === undefined) return undefined;
  // Through JSON: services give dates and leave members undefined.
  const plain = JSON.parse(JSON.stringify(live)) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(plain).filter(([name]) => type.properties.includes(name)));
}
