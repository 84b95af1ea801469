// Aliases: names for versions, with a share of the invocations for a second one.
// AWS: "Create an alias for a Lambda function" and "Implement Lambda canary deployments using a weighted alias".

import type { AliasConfiguration, AliasRoutingConfiguration } from "@aws-sdk/client-lambda";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { aliasNotFound, functionNotFound, invalidParameter } from "./errors.ts";
import { LATEST, functionArn } from "./names.ts";
import type { AliasRecord } from "./records.ts";
import { loadAlias, loadVersion } from "./repo.ts";

/** The alias as AWS shows it. */
export function describeAlias(scope: Scope, name: string, alias: AliasRecord): AliasConfiguration {
  return {
    AliasArn: functionArn(scope, name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(alias.weights === undefined ? {} : { RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } } }),
    RevisionId: alias.revisionId,
  };
}

export function requireAlias(tx: ReadTx, scope: Scope, name: string, alias: string): AliasRecord {
  const record = loadAlias(tx, scope, name, alias);
  if (record === undefined) throw aliasNotFound(functionArn(scope, name, alias));
  return record;
}

/** Throws unless the version is there, and the weights fit it. */
export function requireRouting(
  tx: ReadTx,
  scope: Scope,
  name: string,
  version: string,
  weights: Readonly<Record<string, number>> | undefined,
): void {
  for (const wanted of [version, ...Object.keys(weights ?? {})])
    if (loadVersion(tx, scope, name, wanted) === undefined) throw functionNotFound(functionArn(scope, name, wanted));
  if (weights === undefined) return;
  const others = Object.entries(weights);
  if (version === LATEST)
    throw invalidParameter("$LATEST is not supported for an alias pointing to more than 1 version");
  if (others.length > 1) throw invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  if (weights[version] !== undefined)
    throw invalidParameter(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
}

/** The weights of a request; an empty map takes them away. */
export function readWeights(
  routing: AliasRoutingConfiguration | undefined,
): Readonly<Record<string, number>> | undefined {
  const weights = routing?.AdditionalVersionWeights;
  return weights === undefined || Object.keys(weights).length === 0 ? undefined : weights;
}
