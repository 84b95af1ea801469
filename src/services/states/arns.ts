// ARNs of state machines, their versions and aliases, and activities. Pure.
// AWS: Service Authorization Reference, "Resource types defined by AWS Step Functions".

import { formatArn, parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import { invalidArn } from "./errors.ts";

/** What an ARN of Step Functions names. */
export type NamedResource =
  | { readonly kind: "machine"; readonly name: string }
  | { readonly kind: "version"; readonly name: string; readonly version: number }
  | { readonly kind: "alias"; readonly name: string; readonly alias: string }
  /** A distributed map's part of a state machine. */
  | { readonly kind: "map"; readonly name: string; readonly label: string }
  | { readonly kind: "activity"; readonly name: string };

type Kind = NamedResource["kind"];

export const machineArn = (scope: Scope, name: string): string =>
  formatArn("states", scope.region, scope.account, `stateMachine:${name}`);

export const versionArn = (scope: Scope, name: string, version: number): string =>
  `${machineArn(scope, name)}:${version}`;

export const aliasArn = (scope: Scope, name: string, alias: string): string => `${machineArn(scope, name)}:${alias}`;

export const activityArn = (scope: Scope, name: string): string =>
  formatArn("states", scope.region, scope.account, `activity:${name}`);

/** What an ARN names; undefined for what is no ARN of Step Functions. */
export function parseStatesArn(arn: string): NamedResource | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== "states" || parsed.account === "" || parsed.region === "") return undefined;
  const [type, name = "", qualifier, ...more] = parsed.resource.split(":");
  if (name === "" || more.length > 0) return undefined;
  if (type === "activity") return qualifier === undefined ? { kind: "activity", name } : undefined;
  if (type !== "stateMachine" || qualifier === "") return undefined;
  const [machine = "", label, ...deeper] = name.split("/");
  if (deeper.length > 0) return undefined;
  if (label !== undefined) return { kind: "map", name: machine, label };
  if (qualifier === undefined) return { kind: "machine", name };
  return /^\d+$/.test(qualifier)
    ? { kind: "version", name, version: Number(qualifier) }
    : { kind: "alias", name, alias: qualifier };
}

/** What an ARN names, if that is of one of these kinds; throws InvalidArn otherwise. */
export function requireArn<Wanted extends Kind>(
  arn: string,
  ...wanted: readonly Wanted[]
): Extract<NamedResource, { readonly kind: Wanted }> {
  const named = parseStatesArn(arn);
  if (named !== undefined && isOneOf(named, wanted)) return named;
  const type = parseArn(arn)?.resource.split(":")[0];
  // AWS: observed.
  throw invalidArn(
    type === undefined ? `Invalid ARN prefix: ${arn}` : `Resource type not valid in this context: ${type}`,
  );
}

function isOneOf<Wanted extends Kind>(
  named: NamedResource,
  wanted: readonly Wanted[],
): named is Extract<NamedResource, { readonly kind: Wanted }> {
  return wanted.some((kind) => kind === named.kind);
}

/** True for ARNs of the account and region in which a call is made: no others are looked up. */
export function isOwn(arn: string, { account, region }: Scope): boolean {
  const parsed = parseArn(arn);
  return parsed?.account === account && parsed.region === region;
}
