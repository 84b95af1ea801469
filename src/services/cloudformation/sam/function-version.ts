// AutoPublishAlias of functions: a version whose logical id changes with the code, and the alias that points at it.

import { isRecord } from "../template/values.ts";
import { passedOn, SamError, shortHash } from "./draft.ts";
import type { Draft, SamResource, Values } from "./draft.ts";
import { applyGlobals } from "./globals.ts";

/** Adds the version and the alias of a function. Returns the alias's logical id. */
export function addVersion(
  { logicalId, source, properties }: SamResource,
  configuration: Values,
  alias: unknown,
  updatePolicy: Values,
  draft: Draft,
): string {
  if (typeof alias !== "string") {
    throw new SamError("'AutoPublishAlias' must be a string or a Ref to a template parameter", source, "Properties");
  }
  const given = properties["AutoPublishCodeSha256"];
  const hash =
    typeof given === "string" ? given.slice(0, 10) : shortHash(versionedBy(properties, configuration, draft));
  const versionId = `${logicalId}Version${hash}`;
  const aliasId = `${logicalId}Alias${alias.replace(/[^A-Za-z0-9]/g, "")}`;
  // Older versions stay when a newer one takes their place in the template.
  const isOnInstances = properties["CapacityProviderConfig"] !== undefined;
  const policy = properties["VersionDeletionPolicy"] ?? (isOnInstances ? "Delete" : "Retain");
  draft.add(
    versionId,
    "AWS::Lambda::Version",
    { DeletionPolicy: policy, ...passedOn(source) },
    {
      Description: properties["VersionDescription"],
      FunctionScalingConfig: isOnInstances ? properties["FunctionScalingConfig"] : undefined,
      FunctionName: { Ref: logicalId },
    },
  );
  const attributes = { ...passedOn(source), ...updatePolicy };
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
function versionedBy(properties: Values, configuration: Values, draft: Draft): Values {
  if (properties["AutoPublishAliasAllProperties"] === true)
    return { ...configuration, ...publishingLayers(configuration, draft) };
  const { Code: code, Environment: environment, MemorySize: memory, SnapStart: snapshots } = configuration;
  const isSnapped = isRecord(snapshots) && (snapshots["ApplyOn"] ?? "None") !== "None";
  return {
    ...(isRecord(code) ? code : {}),
    ...(isRecord(environment) ? environment : {}),
    ...(memory === undefined ? {} : { MemorySize: memory }),
    ...(isSnapped ? { SnapStart: snapshots } : {}),
  };
}

/** Layers whose own change publishes a version of the functions that use them: PublishLambdaVersion. */
function publishingLayers({ Layers: layers }: Values, draft: Draft): Values {
  const { Resources: resources, Globals: globals } = draft.body;
  const found: Values = {};
  for (const layer of Array.isArray(layers) ? (layers as unknown[]) : []) {
    const logicalId = isRecord(layer) ? layer["Ref"] : undefined;
    const typeName = typeof logicalId === "string" ? draft.writtenType(logicalId) : undefined;
    if (typeof logicalId !== "string" || typeName === undefined || !isRecord(resources)) continue;
    const resource = resources[logicalId];
    const properties = isRecord(resource) ? applyGlobals(globals, typeName, resource) : {};
    if (properties["PublishLambdaVersion"] === true) found[logicalId] = properties;
  }
  return found;
}

/** AWS: the given hash of the code is put into the description, so that the function changes together with its version. */
export function describeVersion(properties: Values): unknown {
  const { Description: description, AutoPublishCodeSha256: sha256, AutoPublishAlias: alias } = properties;
  if (typeof sha256 !== "string" || alias === undefined) return description;
  if (description === undefined) return sha256;
  return typeof description === "string" ? `${description} ${sha256}` : { "Fn::Join": [" ", [description, sha256]] };
}
