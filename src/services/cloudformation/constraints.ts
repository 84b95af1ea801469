// Lengths, ranges, patterns and enumerations of the inputs, from the service's model. What the template and its parameters
// may hold is not here but in template/.

import type { Constraint, Constraints } from "../../service/constraints.ts";

const STACK_NAME_OR_ID: Constraint = {
  length: [1, 2048],
  pattern: "([a-zA-Z][-a-zA-Z0-9]*)|(arn:\\b(aws|aws-us-gov|aws-cn)\\b:[-a-zA-Z0-9:/._+]*)",
};
// AWS: API Reference, "SetAlias", AliasName.
const ALIAS_NAME: Constraint = { length: [1, 128], pattern: "[a-zA-Z][-a-zA-Z0-9]*" };
const CHANGE_SET_NAME_OR_ID: Constraint = { length: [1, 1600], pattern: "[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*" };
const TOKEN: Constraint = { length: [1, 128], pattern: "[a-zA-Z0-9][-a-zA-Z0-9]*" };
const ROLE_ARN: Constraint = { length: [20, 2048] };
const NEXT_TOKEN: Constraint = { length: [1, 1024] };
const CAPABILITY: Constraint = { oneOf: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"] };
const ON_FAILURE: Constraint = { oneOf: ["DO_NOTHING", "ROLLBACK", "DELETE"] };

const DEPLOYMENT_MODE: Constraint = { oneOf: ["STANDARD", "EXPRESS"] };

const PAGE_SIZE: Constraint = { range: [1, 100] };
const GENERATED_TEMPLATE_NAME: Constraint = { length: [1, 128] };
const TEMPLATE_CONFIGURATION: Record<string, Constraint> = {
  "TemplateConfiguration.DeletionPolicy": { oneOf: ["DELETE", "RETAIN"] },
  "TemplateConfiguration.UpdateReplacePolicy": { oneOf: ["DELETE", "RETAIN"] },
};

const TEMPLATE: Record<string, Constraint> = {
  TemplateBody: { length: [1, 1_000_000] },
  TemplateURL: { length: [1, 5120] },
};
const POLICY: Record<string, Constraint> = {
  StackPolicyBody: { length: [1, 16_384] },
  StackPolicyURL: { length: [1, 5120] },
};
const DEPLOYMENT: Record<string, Constraint> = {
  ...TEMPLATE,
  RoleARN: ROLE_ARN,
  "Capabilities.member": CAPABILITY,
  Tags: { length: [0, 50] },
  "Tags.member.Key": { length: [1, 128] },
  "Tags.member.Value": { length: [1, 256] },
  "DeploymentConfig.Mode": DEPLOYMENT_MODE,
  "RollbackConfiguration.MonitoringTimeInMinutes": { range: [0, 180] },
  "RollbackConfiguration.RollbackTriggers": { length: [0, 5] },
};

export const constraints: Constraints = {
  CancelUpdateStack: { ClientRequestToken: TOKEN },
  ContinueUpdateRollback: { StackName: STACK_NAME_OR_ID, RoleARN: ROLE_ARN, ClientRequestToken: TOKEN },
  CreateChangeSet: {
    ...DEPLOYMENT,
    StackName: STACK_NAME_OR_ID,
    ChangeSetName: { length: [1, 128], pattern: "[a-zA-Z][-a-zA-Z0-9]*" },
    ClientToken: { length: [1, 128] },
    Description: { length: [1, 1024] },
    ChangeSetType: { oneOf: ["CREATE", "UPDATE", "IMPORT"] },
    OnStackFailure: ON_FAILURE,
  },
  CreateGeneratedTemplate: {
    GeneratedTemplateName: GENERATED_TEMPLATE_NAME,
    Resources: { length: [1, 500] },
    "Resources.member.ResourceIdentifier": { length: [1, 256] },
    "Resources.member.ResourceType": { length: [1, 256] },
    ...TEMPLATE_CONFIGURATION,
  },
  CreateStack: {
    ...DEPLOYMENT,
    ...POLICY,
    ClientRequestToken: TOKEN,
    OnFailure: ON_FAILURE,
    TimeoutInMinutes: { range: [1, Number.MAX_SAFE_INTEGER] },
  },
  CreateStackRefactor: {
    Description: { length: [1, 1024] },
    "StackDefinitions.member.TemplateBody": { length: [1, 1_000_000] },
    "StackDefinitions.member.TemplateURL": { length: [1, 5120] },
  },
  DeleteChangeSet: { ChangeSetName: CHANGE_SET_NAME_OR_ID, StackName: STACK_NAME_OR_ID },
  DeleteGeneratedTemplate: { GeneratedTemplateName: GENERATED_TEMPLATE_NAME },
  DeleteStack: {
    RoleARN: ROLE_ARN,
    ClientRequestToken: TOKEN,
    DeletionMode: { oneOf: ["STANDARD", "FORCE_DELETE_STACK"] },
    "DeploymentConfig.Mode": DEPLOYMENT_MODE,
  },
  DescribeChangeSet: { ChangeSetName: CHANGE_SET_NAME_OR_ID, StackName: STACK_NAME_OR_ID, NextToken: NEXT_TOKEN },
  DescribeChangeSetHooks: {
    ChangeSetName: CHANGE_SET_NAME_OR_ID,
    StackName: STACK_NAME_OR_ID,
    NextToken: NEXT_TOKEN,
  },
  DescribeEvents: { StackName: STACK_NAME_OR_ID, ChangeSetName: CHANGE_SET_NAME_OR_ID, NextToken: NEXT_TOKEN },
  DescribeGeneratedTemplate: { GeneratedTemplateName: GENERATED_TEMPLATE_NAME },
  DescribeStackDriftDetectionStatus: { StackDriftDetectionId: { length: [1, 36] } },
  DescribeStackEvents: { NextToken: NEXT_TOKEN },
  DescribeStackResourceDrifts: {
    StackName: STACK_NAME_OR_ID,
    StackResourceDriftStatusFilters: { length: [1, 4] },
    "StackResourceDriftStatusFilters.member": {
      oneOf: ["IN_SYNC", "MODIFIED", "DELETED", "NOT_CHECKED", "UNKNOWN", "UNSUPPORTED"],
    },
    NextToken: NEXT_TOKEN,
    MaxResults: { range: [1, 100] },
  },
  DescribeStacks: { NextToken: NEXT_TOKEN },
  DetectStackDrift: { StackName: STACK_NAME_OR_ID, LogicalResourceIds: { length: [1, 200] } },
  DetectStackResourceDrift: { StackName: STACK_NAME_OR_ID },
  ExecuteChangeSet: { ChangeSetName: CHANGE_SET_NAME_OR_ID, StackName: STACK_NAME_OR_ID, ClientRequestToken: TOKEN },
  GetGeneratedTemplate: { GeneratedTemplateName: GENERATED_TEMPLATE_NAME, Format: { oneOf: ["JSON", "YAML"] } },
  GetHookResult: {
    HookResultId: { length: [36, 36], pattern: "^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$" },
  },
  GetTemplate: { ChangeSetName: CHANGE_SET_NAME_OR_ID, TemplateStage: { oneOf: ["Original", "Processed"] } },
  GetTemplateSummary: { ...TEMPLATE, StackName: STACK_NAME_OR_ID },
  ListChangeSets: { StackName: STACK_NAME_OR_ID, NextToken: NEXT_TOKEN },
  ListGeneratedTemplates: { NextToken: NEXT_TOKEN, MaxResults: PAGE_SIZE },
  ListHookResults: {
    TargetType: { oneOf: ["CHANGE_SET", "STACK", "RESOURCE", "CLOUD_CONTROL"] },
    TargetId: { length: [1, 1600] },
    TypeArn: { length: [0, 1024] },
    Status: { oneOf: ["HOOK_IN_PROGRESS", "HOOK_COMPLETE_SUCCEEDED", "HOOK_COMPLETE_FAILED", "HOOK_FAILED"] },
    NextToken: NEXT_TOKEN,
  },
  ListResourceScanRelatedResources: { NextToken: NEXT_TOKEN, MaxResults: PAGE_SIZE },
  ListResourceScanResources: {
    TagKey: { length: [1, 128] },
    TagValue: { length: [1, 256] },
    NextToken: NEXT_TOKEN,
    MaxResults: PAGE_SIZE,
  },
  ListResourceScans: {
    NextToken: NEXT_TOKEN,
    MaxResults: PAGE_SIZE,
    ScanTypeFilter: { oneOf: ["FULL", "PARTIAL"] },
  },
  ListStackRefactorActions: { NextToken: NEXT_TOKEN, MaxResults: { range: [1, 100] } },
  ListStackRefactors: { NextToken: NEXT_TOKEN, MaxResults: { range: [1, 100] } },
  ListStackResources: { NextToken: NEXT_TOKEN },
  RemoveAlias: { AliasName: ALIAS_NAME },
  RollbackStack: {
    "DeploymentConfig.Mode": DEPLOYMENT_MODE,
    StackName: STACK_NAME_OR_ID,
    RoleARN: ROLE_ARN,
    ClientRequestToken: TOKEN,
  },
  SetAlias: { StackName: STACK_NAME_OR_ID, AliasName: ALIAS_NAME },
  SetStackPolicy: POLICY,
  SignalResource: {
    StackName: STACK_NAME_OR_ID,
    UniqueId: { length: [1, 64] },
    Status: { oneOf: ["SUCCESS", "FAILURE"] },
  },
  StartResourceScan: {
    ClientRequestToken: TOKEN,
    ScanFilters: { length: [1, 1] },
    "ScanFilters.member.Types": { length: [0, 100] },
  },
  UpdateGeneratedTemplate: {
    GeneratedTemplateName: GENERATED_TEMPLATE_NAME,
    NewGeneratedTemplateName: GENERATED_TEMPLATE_NAME,
    AddResources: { length: [1, 500] },
    "AddResources.member.ResourceIdentifier": { length: [1, 256] },
    "AddResources.member.ResourceType": { length: [1, 256] },
    RemoveResources: { length: [1, 500] },
    ...TEMPLATE_CONFIGURATION,
  },
  UpdateStack: {
    ...DEPLOYMENT,
    ...POLICY,
    StackPolicyDuringUpdateBody: { length: [1, 16_384] },
    StackPolicyDuringUpdateURL: { length: [1, 5120] },
    ClientRequestToken: TOKEN,
  },
  UpdateTerminationProtection: { StackName: STACK_NAME_OR_ID },
  ValidateTemplate: TEMPLATE,
};
