// How each documented error of the operations on stack sets is provoked.

import type { StackInstance } from "@aws-sdk/client-cloudformation";
import type { AwsApis } from "../../../src/service/apis.ts";
import { type ErrorTable, forAll, type Grounds, together, unprovokable } from "./table.ts";

/** Stack sets of the account itself, in which it may deploy by the roles that it has. */
export interface StackSetsMade {
  /** With one instance, made by the operation `done`. */
  readonly stackSet: string;
  readonly done: string;
  /** Of a stack that is in no stack set. */
  readonly stackId: string;
  /** Made by a request with its own name as token, and changed since. */
  readonly changed: string;
}

type Made = StackSetsMade & Grounds;

const NOBODY = "nobody";
const template = (resources: object): string => JSON.stringify({ Resources: resources });
const QUEUE = template({ Queue: { Type: "AWS::SQS::Queue" } });
/** Stands when somebody has answered, which nobody does. */
const WAITING = template({
  Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
  Wait: {
    Type: "AWS::CloudFormation::WaitCondition",
    Properties: { Handle: { Ref: "Handle" }, Timeout: "600", Count: 1 },
  },
});

const at = ({ account }: Pick<Grounds, "account">) => ({ Accounts: [account.account], Regions: [account.region] });

/** Makes the roles and the stack sets. */
export async function prepareStackSets(grounds: Grounds): Promise<StackSetsMade> {
  const { aws, account, call, name, yard } = grounds;
  await makeRoles(aws, account.account);
  const [stackSet, changed, done] = [name(), name(), name()];
  await call("CreateStackSet", { StackSetName: stackSet, TemplateBody: QUEUE });
  await call("CreateStackInstances", { StackSetName: stackSet, ...at(grounds), OperationId: done });
  await call("CreateStackSet", { StackSetName: changed, TemplateBody: QUEUE, ClientRequestToken: changed });
  await call("UpdateStackSet", { StackSetName: changed, TemplateBody: QUEUE });
  const { StackId: stackId = "" } = await aws.cloudFormation.createStack({ StackName: name(), TemplateBody: QUEUE });
  await yard.yard.context.jobs.settled();
  return { stackSet, changed, done, stackId };
}

async function makeRoles({ iam }: AwsApis, account: string): Promise<void> {
  const roles = { Administration: { Service: "cloudformation.amazonaws.com" }, Execution: { AWS: account } };
  for (const [kind, Principal] of Object.entries(roles)) {
    const RoleName = `AWSCloudFormationStackSet${kind}Role`;
    const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) });
    await iam.attachRolePolicy({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
  }
}

/** Asks about a stack set while an operation on it waits for an answer, which is then called off. */
async function whileBusy(
  made: Made,
  members: object,
  ask: (StackSetName: string) => Promise<unknown>,
): Promise<unknown> {
  const { aws, call, name, account } = made;
  const StackSetName = name();
  await call("CreateStackSet", { StackSetName, TemplateBody: WAITING, ...members });
  await call("CreateStackInstances", { StackSetName, ...at(made) });
  const one = { StackSetName, StackInstanceAccount: account.account, StackInstanceRegion: account.region };
  for (;;) {
    // Over HTTP: a call inside the process would not let anything else happen.
    const { StackInstance } = (await call("DescribeStackInstance", one)) as { StackInstance?: StackInstance };
    const StackName = StackInstance?.StackId;
    if (StackName === undefined) continue;
    try {
      return await ask(StackSetName);
    } finally {
      await aws.cloudFormation.deleteStack({ StackName });
    }
  }
}

const on = ({ stackSet }: StackSetsMade) => ({ StackSetName: stackSet });
const instances = (made: Made) => ({ ...on(made), ...at(made) });
const instance = (made: Made) => ({
  ...on(made),
  StackInstanceAccount: made.account.account,
  StackInstanceRegion: made.account.region,
});
const operation = (made: Made) => ({ ...on(made), OperationId: made.done });

/** An input for each operation. */
export const stackSetInputs = {
  ActivateOrganizationsAccess: () => ({}),
  CreateStackInstances: instances,
  CreateStackSet: ({ name }) => ({ StackSetName: name(), TemplateBody: QUEUE }),
  DeactivateOrganizationsAccess: () => ({}),
  DeleteStackInstances: (made) => ({ ...instances(made), Regions: ["eu-west-1"], RetainStacks: true }),
  DeleteStackSet: () => ({ StackSetName: NOBODY }),
  DescribeOrganizationsAccess: () => ({}),
  DescribeStackInstance: instance,
  DescribeStackSet: on,
  DescribeStackSetOperation: operation,
  DetectStackSetDrift: on,
  ImportStacksToStackSet: (made) => ({ StackSetName: made.changed, StackIds: [made.stackId] }),
  ListStackInstanceResourceDrifts: (made) => ({ ...instance(made), OperationId: made.done }),
  ListStackInstances: on,
  ListStackSetAutoDeploymentTargets: on,
  ListStackSetOperationResults: operation,
  ListStackSetOperations: on,
  ListStackSets: () => ({}),
  StopStackSetOperation: operation,
  UpdateStackInstances: (made) => ({ ...instances(made), ParameterOverrides: [] }),
  UpdateStackSet: (made) => ({ ...on(made), TemplateBody: QUEUE }),
} satisfies ErrorTable<StackSetsMade>["inputs"];

const ONE_STATE = unprovokable("A yard has one state, which every request sees: no request is stale.");
const ANY = unprovokable("What is not valid here is a ValidationError.");
const STRANGER = "123456789012";

/** The errors of these operations alone. */
export const stackSetErrors: ErrorTable<StackSetsMade>["operations"] = together<StackSetsMade>(
  forAll(
    [
      "CreateStackInstances",
      "DeleteStackInstances",
      "DetectStackSetDrift",
      "ImportStacksToStackSet",
      "UpdateStackInstances",
      "UpdateStackSet",
    ],
    {
      OperationInProgressException: (made, ask) => whileBusy(made, {}, (StackSetName) => ask({ StackSetName })),
      InvalidOperationException: ANY,
    },
  ),
  forAll(
    [
      "CreateStackInstances",
      "DeleteStackInstances",
      "ImportStacksToStackSet",
      "UpdateStackInstances",
      "UpdateStackSet",
    ],
    {
      OperationIdAlreadyExistsException: ({ stackSet, done }, ask) =>
        ask({ StackSetName: stackSet, OperationId: done }),
      StaleRequestException: ONE_STATE,
    },
  ),
  forAll(["ActivateOrganizationsAccess", "DeactivateOrganizationsAccess", "DescribeOrganizationsAccess"], {
    // The account is in no organization.
    InvalidOperationException: (_, ask) => ask(),
    OperationNotFoundException: unprovokable("They name no operation."),
  }),
  forAll(["DescribeStackInstance", "ListStackInstanceResourceDrifts"], {
    StackInstanceNotFoundException: (_, ask) => ask({ StackInstanceAccount: STRANGER }),
  }),
  forAll(
    [
      "DescribeStackSetOperation",
      "ListStackInstanceResourceDrifts",
      "ListStackSetOperationResults",
      "StopStackSetOperation",
    ],
    { OperationNotFoundException: (_, ask) => ask({ OperationId: NOBODY }) },
  ),
  {
    CreateStackInstances: { LimitExceededException: unprovokable("A stack set takes 100,000 instances.") },
    CreateStackSet: {
      CreatedButModifiedException: ({ changed }, ask) => ask({ StackSetName: changed, ClientRequestToken: changed }),
      LimitExceededException: unprovokable("An account takes 1,000 stack sets."),
      NameAlreadyExistsException: ({ stackSet }, ask) => ask({ StackSetName: stackSet }),
    },
    DeleteStackSet: {
      OperationInProgressException: (made, ask) => whileBusy(made, {}, (StackSetName) => ask({ StackSetName })),
      StackSetNotEmptyException: ({ stackSet }, ask) => ask({ StackSetName: stackSet }),
    },
    ImportStacksToStackSet: {
      InvalidOperationException: ({ stackSet, stackId }, ask) => ask({ StackSetName: stackSet, StackIds: [stackId] }),
      LimitExceededException: ({ stackId }, ask) =>
        ask({ StackIds: Array.from({ length: 11 }, (_, index) => `${stackId}${index}`) }),
      StackNotFoundException: ({ stackId }, ask) =>
        ask({ StackIds: [stackId.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000")] }),
    },
    StopStackSetOperation: { InvalidOperationException: (_, ask) => ask() },
    UpdateStackInstances: { StackInstanceNotFoundException: (_, ask) => ask({ Accounts: [STRANGER] }) },
    UpdateStackSet: {
      InvalidOperationException: (made, ask) =>
        whileBusy(made, { ManagedExecution: { Active: true } }, (StackSetName) =>
          ask({ StackSetName, ManagedExecution: { Active: false } }),
        ),
      StackInstanceNotFoundException: ({ account }, ask) => ask({ Accounts: [STRANGER], Regions: [account.region] }),
    },
  },
);
