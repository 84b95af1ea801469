// What the layers' operations need. AWS: "Actions, resources, and condition keys for AWS Lambda".

import type { AccessRequest } from "../../../iam/authorization.ts";
import type { Scope } from "../../../service/context.ts";
import type { PermissionRule, Permissions } from "../../../service/service.ts";
import { layerArn, layerVersionArn, parseLayerName } from "./names.ts";

interface Version {
  readonly LayerName: string;
  readonly VersionNumber: number;
}

const onVersion =
  (action: string): PermissionRule =>
  ({ LayerName, VersionNumber }: Version, call) => [
    {
      action: `lambda:${action}`,
      resource: layerVersionArn({ ...parseLayerName(LayerName, call), version: VersionNumber }),
    },
  ];

const onLayer =
  (action: string): PermissionRule =>
  ({ LayerName }: Version, call) => [
    { action: `lambda:${action}`, resource: layerArn(parseLayerName(LayerName, call)) },
  ];

export const layerPermissions: Permissions = {
  AddLayerVersionPermission: onVersion("AddLayerVersionPermission"),
  DeleteLayerVersion: onVersion("DeleteLayerVersion"),
  GetLayerVersion: onVersion("GetLayerVersion"),
  GetLayerVersionByArn: ({ Arn }: { Arn: string }) => [{ action: "lambda:GetLayerVersion", resource: Arn }],
  GetLayerVersionPolicy: onVersion("GetLayerVersionPolicy"),
  ListLayers: () => [{ action: "lambda:ListLayers", resource: "*" }],
  ListLayerVersions: (input: Version, call: Scope) => [
    { action: "lambda:ListLayerVersions", resource: "*", conditions: {} },
    ...otherAccounts(input, call),
  ],
  PublishLayerVersion: onLayer("PublishLayerVersion"),
  RemoveLayerVersionPermission: onVersion("RemoveLayerVersionPermission"),
};

/** INVARIANT: "*" is the caller's own account: another's layer must be asked for as what it is. */
function otherAccounts({ LayerName }: Version, call: Scope): readonly AccessRequest[] {
  const reference = parseLayerName(LayerName, call);
  return reference.scope.account === call.account
    ? []
    : [{ action: "lambda:ListLayerVersions", resource: layerArn(reference) }];
}

/**
 * What giving layers to a function needs. AWS: "Adding layers to functions": "you need permission to call the
 * GetLayerVersion API operation on the layer version", from an identity policy or, for another account's, its policy.
 */
export function onLayers(arns: readonly string[] | undefined): readonly AccessRequest[] {
  return (arns ?? []).map((arn) => ({ action: "lambda:GetLayerVersion", resource: arn }));
}
