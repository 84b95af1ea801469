// Aliases of state machines: where they lead, and how they are shown.
// AWS: CreateStateMachineAlias, and the messages that the service answers.

import type { DescribeStateMachineAliasCommandOutput, RoutingConfigurationListItem } from "@aws-sdk/client-sfn";
import type { Input, Output } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { aliasArn, isOwn, parseStatesArn, versionArn } from "./arns.ts";
import { aliasNotFound, invalid } from "./errors.ts";
import type { AliasRecord, Route } from "./records.ts";
import { loadAlias, loadVersion } from "./repo.ts";

const BAD_ROUTING = "INVALID_ROUTING_CONFIGURATION";

/** Where a routing configuration leads: a machine, and one or two of its versions. */
export interface Routing {
  readonly machineName: string;
  readonly routes: readonly Route[];
}

/** Reads a routing configuration; throws for one that leads nowhere. */
export function parseRouting(scope: Scope, given: readonly Input<RoutingConfigurationListItem>[]): Routing {
  const arns = given.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  const told = `Received: [${arns.join(", ")}]`;
  const versions = arns.flatMap((arn) => {
    const named = parseStatesArn(arn);
    return named?.kind === "version" && isOwn(arn, scope) ? [named] : [];
  });
  const [first] = versions;
  if (first === undefined || versions.length < arns.length)
    throw invalid(`Routing configuration must contain state machine version ARNs. ${told}`, BAD_ROUTING);
  if (new Set(arns).size < arns.length)
    throw invalid(`Routing configuration must contain distinct state machine version ARNs. ${told}`, BAD_ROUTING);
  if (versions.some(({ name }) => name !== first.name))
    throw invalid(`Routing configuration must contain versions of one state machine. ${told}`, BAD_ROUTING);
  const weights = given.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100)
    throw invalid(
      `Sum of routing configuration weights must equal 100. Received: [${weights.join(", ")}]`,
      BAD_ROUTING,
    );
  const routes = versions.map(({ version }, index) => ({ version, weight: weights[index] ?? 0 }));
  return { machineName: first.name, routes };
}

/** Throws unless the versions that it leads to are there. */
export function requireVersions(tx: ReadTx, scope: Scope, { machineName, routes }: Routing): void {
  for (const { version } of routes)
    if (loadVersion(tx, scope, machineName, version) === undefined) throw aliasNotFound();
}

/** The alias of an ARN of this account and region; throws where there is none. */
export function requireAlias(tx: ReadTx, scope: Scope, arn: string, name: string, alias: string): AliasRecord {
  const found = isOwn(arn, scope) ? loadAlias(tx, scope, name, alias) : undefined;
  if (found === undefined) throw aliasNotFound();
  return found;
}

/** What DescribeStateMachineAlias shows. */
export function showAlias(
  scope: Scope,
  machineName: string,
  alias: AliasRecord,
): Output<DescribeStateMachineAliasCommandOutput> {
  return {
    stateMachineAliasArn: aliasArn(scope, machineName, alias.name),
    name: alias.name,
    ...(alias.description === undefined ? {} : { description: alias.description }),
    routingConfiguration: alias.routing.map(({ version, weight }) => ({
      stateMachineVersionArn: versionArn(scope, machineName, version),
      weight,
    })),
    creationDate: new Date(alias.createdAtMs),
    updateDate: new Date(alias.updatedAtMs),
  };
}
