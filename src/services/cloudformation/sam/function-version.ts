// AutoPublishAlias of functions: a version whose logical id changes with the code, and the alias that points at it.

import { isRecord } from "../template/values.ts";
import { passedOn, SamError, shortHash } from "./draft.ts";
import type { Draft, SamResource, Values } from "./draft.ts";

/** Adds the version and the alias of a function. Returns the alias's logical id. */
export function addVersion(
  { logicalId, source, properties }: SamResource,
  configuration: Values,
  alias: unknown,
  policy: Values,
  draft: Draft,
): string {
  if (typeof alias !== "string") {
    throw new SamError("'AutoPublishAlias' must be a string or a Ref to a template parameter", source, "Properties");
  }
  const given = properties["AutoPublishCodeSha256"];
  const hash = typeof given === "string" ? given.slice(0, 10) : shortHash(versionedBy(properties, configuration));
  const versionId = `${logicalId}Version${hash}`;
  const aliasId = `${logicalId}Alias${alias.replace(/[^A-Za-z0-9]/g, "")}`;
  // Older versions stay when a newer one takes their place in the template.
  const kept = { DeletionPolicy: properties["VersionDeletionPolicy"] ?? "Retain", ...passedOn(source) };
  draft.add(versionId, "AWS::Lambda::Version", kept, {
    Description: properties["VersionDescription"],
    FunctionName: { Ref: logicalId },
  });
  const attributes = { ...passedOn(source), ...policy };
  draft.add(aliasId, "AWS::Lambda::Alias", attributes, {
    Name: alias,
    FunctionName: { Ref: logicalId },
    FunctionVersion: { "Fn::GetAtt": [versionId, "Version"] },
    ProvisionedConcurrencyConfig: properties["ProvisionedConcurrencyConfig"],
  });
  draft.names.set(`${logicalId}.Version`, versionId);
  draft.names.set(`${logicalId}.Alias`, aliasId);
  return aliasId;
}

/** AWS: a new version is published when the code, the environment, the memory or the snapshots change, or whatever, if that is asked for. */
function versionedBy(properties: Values, configuration: Values): Values {
  if (properties["AutoPublishAliasAllProperties"] === true) return configuration;
  const { Code: code, Environment: environment, MemorySize: memory, SnapStart: snapshots } = configuration;
  const isSnapped = isRecord(snapshots) && (snapshots["ApplyOn"] ?? "None") !== "None";
  return {
    ...(isRecord(code) ? code : {}),
    ...(isRecord(environment) ? environment : {}),
    ...(memory === undefined ? {} : { MemorySize: memory }),
    ...(isSnapped ? { SnapStart: snapshots } : {}),
  };
}

/** AWS: the given hash of the code is put into the description, so that the function changes together with its version. */
export function describeVersion(properties: Values): unknown {
  const { Description: description, AutoPublishCodeSha256: sha256, AutoPublishAlias: alias } = properties;
  if (typeof sha256 !== "string" || alias === undefined) return description;
  if (description === undefined) return sha256;
  return typeof description === "string" ? `${description} ${sha256}` : { "Fn::Join": [" ", [description, sha256]] };
}
