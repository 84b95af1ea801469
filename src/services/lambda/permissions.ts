// What each operation needs. AWS: "Actions, resources, and condition keys for AWS Lambda".

import type { AccessRequest, ConditionValues } from "../../iam/authorization.ts";
import type { Scope } from "../../service/context.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { durablePermissions } from "./durable/permissions.ts";
import { layerPermissions, onLayers } from "./layers/permissions.ts";
import { functionArn, mappingArn, parseFunctionName } from "./names.ts";
import { loadMapping } from "./repo.ts";

interface Named {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** On the function as the request names it; `action` is the operation's own name unless AWS's differs. */
const onFunction =
  (action: string, conditions?: (input: never) => ConditionValues): PermissionRule =>
  (input: Named, call) => [
    {
      action: `lambda:${action}`,
      resource: arnOf(input, call),
      ...(conditions === undefined ? {} : { conditions: conditions(input as never) }),
    },
  ];

/** Without a resource of its own. */
const onAll =
  (action: string): PermissionRule =>
  () => [{ action: `lambda:${action}`, resource: "*" }];

function arnOf({ FunctionName, Qualifier }: Named, call: Scope): string {
  const { scope, name, qualifier } = parseFunctionName(FunctionName, call, Qualifier);
  return functionArn(scope, name, qualifier);
}

/** A role is passed to Lambda: iam:PassRole on it, for this service. */
function passRole(role: string | undefined): readonly AccessRequest[] {
  if (role === undefined) return [];
  return [{ action: "iam:PassRole", resource: role, conditions: { "iam:PassedToService": "lambda.amazonaws.com" } }];
}

const onMapping =
  (action: string): PermissionRule =>
  (input: { UUID: string }, call) => [
    {
      action: `lambda:${action}`,
      resource: mappingArn(call, input.UUID),
      conditions: mappingConditions(input, call),
    },
  ];

function mappingConditions(input: { UUID: string }, call: PermissionCall): ConditionValues {
  const mapping = call.yard.store.read((tx) => loadMapping(tx, call, input.UUID));
  return mapping === undefined ? {} : { "lambda:FunctionArn": functionArn(call, mapping.functionName) };
}

const tagKeys = (tags: Readonly<Record<string, string>> | undefined): ConditionValues =>
  tags === undefined || Object.keys(tags).length === 0
    ? {}
    : {
        ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
        "aws:TagKeys": Object.keys(tags),
      };

const layerCondition = (layers: readonly string[] | undefined): ConditionValues =>
  layers === undefined || layers.length === 0 ? {} : { "lambda:Layer": layers };

const urlAuthType = ({ AuthType }: { AuthType?: string }): ConditionValues =>
  AuthType === undefined ? {} : { "lambda:FunctionUrlAuthType": AuthType };

export const permissions: Permissions = {
  ...layerPermissions,
  ...durablePermissions,
  AddPermission: onFunction("AddPermission", (input: { Principal: string; FunctionUrlAuthType?: string }) => ({
    "lambda:Principal": input.Principal,
    ...(input.FunctionUrlAuthType === undefined ? {} : { "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType }),
  })),
  CreateAlias: onFunction("CreateAlias"),
  CreateFunctionUrlConfig: onFunction("CreateFunctionUrlConfig", urlAuthType),
  DeleteFunctionUrlConfig: onFunction("DeleteFunctionUrlConfig"),
  GetFunctionUrlConfig: onFunction("GetFunctionUrlConfig"),
  ListFunctionUrlConfigs: onFunction("ListFunctionUrlConfigs"),
  UpdateFunctionUrlConfig: onFunction("UpdateFunctionUrlConfig", urlAuthType),
  CreateEventSourceMapping: (input: Named, call) => {
    const wanted = arnOf(input, call);
    // INVARIANT: "*" is the caller's own account. Another account's function runs with that account's role, so it must
    // be asked for as what it is: no identity policy of the caller's reaches it.
    const isOwn = parseFunctionName(input.FunctionName, call, input.Qualifier).scope.account === call.account;
    return [
      {
        action: "lambda:CreateEventSourceMapping",
        resource: isOwn ? "*" : wanted,
        conditions: { "lambda:FunctionArn": wanted },
      },
    ];
  },
  CreateFunction: (
    input: Named & { Role: string; Tags?: Record<string, string>; Layers?: readonly string[] },
    call,
  ) => [
    {
      action: "lambda:CreateFunction",
      resource: arnOf(input, call),
      conditions: { ...tagKeys(input.Tags), ...layerCondition(input.Layers) },
    },
    ...(Object.keys(input.Tags ?? {}).length === 0
      ? []
      : [{ action: "lambda:TagResource", resource: arnOf(input, call), conditions: tagKeys(input.Tags) }]),
    ...passRole(input.Role),
    ...onLayers(input.Layers),
  ],
  DeleteAlias: onFunction("DeleteAlias"),
  DeleteEventSourceMapping: onMapping("DeleteEventSourceMapping"),
  DeleteFunction: onFunction("DeleteFunction"),
  DeleteFunctionConcurrency: onFunction("DeleteFunctionConcurrency"),
  DeleteFunctionEventInvokeConfig: onFunction("DeleteFunctionEventInvokeConfig"),
  GetAccountSettings: onAll("GetAccountSettings"),
  GetAlias: onFunction("GetAlias"),
  GetEventSourceMapping: onMapping("GetEventSourceMapping"),
  GetFunction: onFunction("GetFunction"),
  GetFunctionConcurrency: onFunction("GetFunctionConcurrency"),
  GetFunctionConfiguration: onFunction("GetFunctionConfiguration"),
  GetFunctionEventInvokeConfig: onFunction("GetFunctionEventInvokeConfig"),
  GetPolicy: onFunction("GetPolicy"),
  Invoke: onFunction("InvokeFunction"),
  DeleteProvisionedConcurrencyConfig: onFunction("DeleteProvisionedConcurrencyConfig"),
  GetFunctionRecursionConfig: onFunction("GetFunctionRecursionConfig"),
  GetProvisionedConcurrencyConfig: onFunction("GetProvisionedConcurrencyConfig"),
  GetRuntimeManagementConfig: onFunction("GetRuntimeManagementConfig"),
  InvokeAsync: onFunction("InvokeAsync"),
  ListProvisionedConcurrencyConfigs: onFunction("ListProvisionedConcurrencyConfigs"),
  PutFunctionRecursionConfig: onFunction("PutFunctionRecursionConfig"),
  PutProvisionedConcurrencyConfig: onFunction("PutProvisionedConcurrencyConfig"),
  PutRuntimeManagementConfig: onFunction("PutRuntimeManagementConfig"),
  InvokeWithResponseStream: onFunction("InvokeFunction"),
  ListAliases: onFunction("ListAliases"),
  ListDurableExecutionsByFunction: onFunction("ListDurableExecutionsByFunction"),
  ListEventSourceMappings: onAll("ListEventSourceMappings"),
  ListFunctionEventInvokeConfigs: onFunction("ListFunctionEventInvokeConfigs"),
  ListFunctions: onAll("ListFunctions"),
  ListTags: (input: { Resource: string }) => [{ action: "lambda:ListTags", resource: input.Resource }],
  ListVersionsByFunction: onFunction("ListVersionsByFunction"),
  PublishVersion: onFunction("PublishVersion"),
  PutFunctionConcurrency: onFunction("PutFunctionConcurrency"),
  PutFunctionEventInvokeConfig: onFunction("PutFunctionEventInvokeConfig"),
  RemovePermission: onFunction("RemovePermission"),
  TagResource: (input: { Resource: string; Tags: Record<string, string> }) => [
    { action: "lambda:TagResource", resource: input.Resource, conditions: tagKeys(input.Tags) },
  ],
  UntagResource: (input: { Resource: string; TagKeys: readonly string[] }) => [
    { action: "lambda:UntagResource", resource: input.Resource, conditions: { "aws:TagKeys": input.TagKeys } },
  ],
  UpdateAlias: onFunction("UpdateAlias"),
  UpdateEventSourceMapping: onMapping("UpdateEventSourceMapping"),
  UpdateFunctionCode: onFunction("UpdateFunctionCode"),
  UpdateFunctionConfiguration: (input: Named & { Role?: string; Layers?: readonly string[] }, call) => [
    {
      action: "lambda:UpdateFunctionConfiguration",
      resource: arnOf(input, call),
      conditions: layerCondition(input.Layers),
    },
    ...passRole(input.Role),
    ...onLayers(input.Layers),
  ],
  UpdateFunctionEventInvokeConfig: onFunction("UpdateFunctionEventInvokeConfig"),
};
