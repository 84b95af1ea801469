// Names and ARNs of what EventBridge has. Pure.

import { parseArn, formatArn } from "../../kernel/arns.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";

/** A bus and where it is. */
export interface BusAddress {
  readonly scope: Scope;
  readonly busName: string;
}

export const DEFAULT_BUS = "default";

/** The bus that a request means by a name, an ARN, or nothing. */
export function busAddress(scope: Scope, nameOrArn: string = DEFAULT_BUS): BusAddress {
  const arn = parseArn(nameOrArn);
  if (arn?.service !== "events") return { scope, busName: nameOrArn };
  const address = { account: parseAccountId(arn.account), region: parseRegion(arn.region) };
  return { scope: address, busName: arn.resource.slice("event-bus/".length) };
}

export function busArn({ region, account }: Scope, busName: string): string {
  return formatArn("events", region, account, `event-bus/${busName}`);
}

/** AWS: a rule of the default bus has no bus in its ARN. */
export function ruleArn({ region, account }: Scope, busName: string, ruleName: string): string {
  return formatArn("events", region, account, `rule/${busName === DEFAULT_BUS ? "" : `${busName}/`}${ruleName}`);
}

export function archiveArn({ region, account }: Scope, name: string): string {
  return formatArn("events", region, account, `archive/${name}`);
}

export function replayArn({ region, account }: Scope, name: string): string {
  return formatArn("events", region, account, `replay/${name}`);
}

export function connectionArn({ region, account }: Scope, name: string, id: string): string {
  return formatArn("events", region, account, `connection/${name}/${id}`);
}

export function apiDestinationArn({ region, account }: Scope, name: string, id: string): string {
  return formatArn("events", region, account, `api-destination/${name}/${id}`);
}

/** What an ARN names: "rule/bus/name" taken apart into its kind and the rest. */
export function partsOfArn(arn: string): { readonly kind: string; readonly rest: readonly string[] } {
  const [kind = "", ...rest] = (parseArn(arn)?.resource ?? "").split("/");
  return { kind, rest };
}

/** The bus and the name of a rule by the rest of its ARN; buses may have slashes in their names. */
export function ruleOfArn(rest: readonly string[]): { readonly busName: string; readonly ruleName: string } {
  const busName = rest.slice(0, -1).join("/");
  return { busName: busName === "" ? DEFAULT_BUS : busName, ruleName: rest.at(-1) ?? "" };
}
