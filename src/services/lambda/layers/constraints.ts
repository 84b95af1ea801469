// Limits on the members of the layers' operations, as the service model has them.

import type { Constraint, Constraints } from "../../../service/constraints.ts";

const layerName: Constraint = {
  length: [1, 140],
  pattern: "(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+",
};
const layerVersionArn: Constraint = {
  length: [1, 140],
  pattern: "arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+",
};
const statementId: Constraint = { length: [1, 100], pattern: "([a-zA-Z0-9-_]+)" };
const maxItems: Constraint = { range: [1, 50] };
const architecture: Constraint = { oneOf: ["x86_64", "arm64"] };

/** With the runtimes that the service knows. */
export function layerConstraints(runtime: Constraint): Constraints {
  return {
    PublishLayerVersion: {
      LayerName: layerName,
      Description: { length: [0, 256] },
      "Content.S3Bucket": { length: [3, 63], pattern: "[0-9A-Za-z\\.\\-_]*(?<!\\.)" },
      "Content.S3Key": { length: [1, 1024] },
      "Content.S3ObjectVersion": { length: [1, 1024] },
      CompatibleRuntimes: { length: [0, 15] },
      "CompatibleRuntimes.member": runtime,
      LicenseInfo: { length: [0, 512] },
      CompatibleArchitectures: { length: [0, 2] },
      "CompatibleArchitectures.member": architecture,
    },
    GetLayerVersion: { LayerName: layerName },
    GetLayerVersionByArn: { Arn: layerVersionArn },
    ListLayers: { CompatibleRuntime: runtime, MaxItems: maxItems, CompatibleArchitecture: architecture },
    ListLayerVersions: {
      LayerName: layerName,
      CompatibleRuntime: runtime,
      MaxItems: maxItems,
      CompatibleArchitecture: architecture,
    },
    DeleteLayerVersion: { LayerName: layerName },
    AddLayerVersionPermission: {
      LayerName: layerName,
      StatementId: statementId,
      Action: { length: [0, 22], pattern: "lambda:GetLayerVersion" },
      Principal: { pattern: "\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root" },
      OrganizationId: { length: [0, 34], pattern: "o-[a-z0-9]{10,32}" },
    },
    RemoveLayerVersionPermission: { LayerName: layerName, StatementId: statementId },
    GetLayerVersionPolicy: { LayerName: layerName },
  };
}
