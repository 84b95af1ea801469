// AWS::Serverless::LayerVersion: a layer whose every version stays, because its logical id changes with its content.

import { isRecord } from "../template/values.ts";
import { s3Location } from "./s3-location.ts";
import { isIntrinsic, passedOn, pick, SamError, shortHash } from "./draft.ts";
import type { Draft, SamResource, SamType, Values } from "./draft.ts";
import { flag, listOf, required, text, textOrMap } from "./property-rules.ts";

const RETENTIONS = ["Retain", "Delete"];

export const layerVersionType: SamType = {
  typeName: "AWS::Serverless::LayerVersion",
  properties: {
    LayerName: textOrMap,
    Description: text,
    PublishLambdaVersion: flag,
    ContentUri: required(textOrMap),
    CompatibleArchitectures: listOf(textOrMap),
    CompatibleRuntimes: listOf(textOrMap),
    LicenseInfo: text,
    RetentionPolicy: text,
  },
  expand({ logicalId, source, properties }: SamResource, draft: Draft): void {
    const written = isRecord(source["Properties"]) ? source["Properties"] : source;
    const retention = readRetention(properties["RetentionPolicy"], source);
    // AWS: everything but the policies and the metadata goes into the id.
    const described = {
      [logicalId]: {
        Type: "AWS::Serverless::LayerVersion",
        Properties: properties,
        ...pick(source, ["Condition", "DependsOn"]),
      },
    };
    const newId = `${logicalId}${shortHash(described)}`;
    const attributes = { ...passedOn(source), ...pick(source, ["DependsOn"]) };
    draft.names.set(logicalId, newId);
    draft.add(
      newId,
      "AWS::Lambda::LayerVersion",
      { ...attributes, DeletionPolicy: retention ?? attributes["DeletionPolicy"] ?? "Retain" },
      {
        LayerName: properties["LayerName"] ?? logicalId,
        Description: properties["Description"],
        Content: s3Location("ContentUri", properties["ContentUri"], written),
        CompatibleArchitectures: properties["CompatibleArchitectures"],
        CompatibleRuntimes: properties["CompatibleRuntimes"],
        LicenseInfo: properties["LicenseInfo"],
      },
    );
  },
};

function readRetention(value: unknown, source: Values): string | undefined {
  if (value === undefined) return undefined;
  if (isIntrinsic(value))
    throw new SamError(
      `'RetentionPolicy' does not accept intrinsic functions, please use one of the following options: ['Retain', 'Delete']`,
      source,
      "Properties",
    );
  const found = RETENTIONS.find(
    (option) => option.toLowerCase() === (typeof value === "string" ? value.toLowerCase() : undefined),
  );
  if (found === undefined)
    throw new SamError(
      `'RetentionPolicy' must be one of the following options: ['Retain', 'Delete'].`,
      source,
      "Properties",
    );
  return found;
}
