// How each documented error of CloudFormation is provoked. Most operations document none: what is wrong with a request is a ValidationError.

import { prepareStackSets, stackSetErrors, stackSetInputs, type StackSetsMade } from "./cloudformation-stack-sets.ts";
import { typeErrors, typeInputs } from "./cloudformation-types.ts";
import { type ErrorTable, forAll, type Grounds, sweepOf, together, unprovokable } from "./table.ts";

interface Made extends StackSetsMade {
  /** Was created and updated, by requests with these tokens. */
  readonly stack: string;
  readonly created: string;
  readonly updated: string;
  /** Ready to be executed. */
  readonly changes: string;
  /** Has nothing to change, and so failed. */
  readonly noChanges: string;
  readonly generated: string;
  readonly scan: string;
  readonly refactor: string;
}

const NOBODY = "nobody";
const template = (delay: number): string =>
  JSON.stringify({ Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: delay } } } });
/** One for which the caller has to acknowledge something. */
const ROLE = JSON.stringify({
  Resources: {
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
        },
      },
    },
  },
});
const NO_SCAN = "arn:aws:cloudformation:us-east-1:123456789012:resourceScan/00000000-0000-4000-8000-000000000000";

async function prepare(grounds: Grounds): Promise<Made> {
  const { call, name, yard } = grounds;
  const { cloudFormation } = grounds.aws;
  const settled = () => yard.yard.context.jobs.settled();
  const [stack, created, updated] = [name(), name(), name()];
  await cloudFormation.createStack({ StackName: stack, TemplateBody: template(1), ClientRequestToken: created });
  await settled();
  await cloudFormation.updateStack({ StackName: stack, TemplateBody: template(2), ClientRequestToken: updated });
  await settled();
  const [changes, noChanges] = [name(), name()];
  await cloudFormation.createChangeSet({ StackName: stack, ChangeSetName: changes, TemplateBody: template(3) });
  await cloudFormation.createChangeSet({ StackName: stack, ChangeSetName: noChanges, TemplateBody: template(2) });
  const generated = name();
  await call("CreateGeneratedTemplate", { GeneratedTemplateName: generated });
  const { ResourceScanId: scan } = await call("StartResourceScan", {});
  await settled();
  const other = name();
  await cloudFormation.createStack({ StackName: other, TemplateBody: template(1) });
  await settled();
  const empty = JSON.stringify({ Resources: { Other: { Type: "AWS::SQS::Queue" } } });
  const { StackRefactorId } = await call("CreateStackRefactor", {
    StackDefinitions: [
      { StackName: other, TemplateBody: empty },
      { StackName: name(), TemplateBody: template(1) },
    ],
    EnableStackCreation: true,
  });
  await settled();
  return {
    ...{ stack, created, updated, changes, noChanges, generated },
    scan: String(scan),
    refactor: String(StackRefactorId),
    ...(await prepareStackSets(grounds)),
  };
}

const onStack = ({ stack }: Made) => ({ StackName: stack });
const onChanges = ({ stack, changes }: Made) => ({ StackName: stack, ChangeSetName: changes });
const onGenerated = ({ generated }: Made) => ({ GeneratedTemplateName: generated });
const onScan = ({ scan }: Made) => ({ ResourceScanId: scan });
const onRefactor = ({ refactor }: Made) => ({ StackRefactorId: refactor });
const onResource = (made: Made) => ({ ...onStack(made), LogicalResourceId: "Queue" });
const nothing = () => ({});

const inputs: ErrorTable<Made>["inputs"] = {
  CancelUpdateStack: onStack,
  ContinueUpdateRollback: onStack,
  CreateChangeSet: (made) => ({ ...onStack(made), ChangeSetName: made.name(), TemplateBody: template(4) }),
  CreateGeneratedTemplate: ({ name }) => ({ GeneratedTemplateName: name() }),
  CreateStack: ({ name }) => ({ StackName: name(), TemplateBody: template(1) }),
  CreateStackRefactor: ({ stack, name }) => ({
    StackDefinitions: [
      { StackName: stack, TemplateBody: ROLE },
      { StackName: name(), TemplateBody: template(2) },
    ],
    EnableStackCreation: true,
  }),
  DeleteChangeSet: onChanges,
  DeleteGeneratedTemplate: onGenerated,
  DeleteStack: onStack,
  DescribeChangeSet: onChanges,
  DescribeChangeSetHooks: onChanges,
  DescribeEvents: onStack,
  DescribeGeneratedTemplate: onGenerated,
  DescribeResourceScan: onScan,
  DescribeStackDriftDetectionStatus: () => ({ StackDriftDetectionId: NOBODY }),
  DescribeStackEvents: onStack,
  DescribeStackRefactor: onRefactor,
  DescribeStackResource: onResource,
  DescribeStackResourceDrifts: onStack,
  DescribeStackResources: onStack,
  DescribeStacks: onStack,
  DetectStackDrift: onStack,
  DetectStackResourceDrift: onResource,
  ExecuteChangeSet: onChanges,
  ExecuteStackRefactor: onRefactor,
  GetGeneratedTemplate: onGenerated,
  GetHookResult: () => ({ HookResultId: "00000000-0000-4000-8000-000000000000" }),
  GetStackPolicy: onStack,
  GetTemplate: onStack,
  GetTemplateSummary: onStack,
  ListChangeSets: onStack,
  ListExports: nothing,
  ListGeneratedTemplates: nothing,
  ListHookResults: (made) => ({ TargetType: "STACK", TargetId: made.stack }),
  ListImports: () => ({ ExportName: NOBODY }),
  ListResourceScanRelatedResources: (made) => ({ ...onScan(made), Resources: [] }),
  ListResourceScanResources: onScan,
  ListResourceScans: nothing,
  ListStackRefactorActions: onRefactor,
  ListStackRefactors: nothing,
  ListStackResources: onStack,
  ListStacks: nothing,
  RemoveAlias: (made) => ({ ...onStack(made), AliasName: NOBODY }),
  RollbackStack: onStack,
  SetAlias: (made) => ({ ...onStack(made), AliasName: made.name() }),
  SetStackPolicy: onStack,
  SignalResource: (made) => ({ ...onResource(made), UniqueId: "one", Status: "SUCCESS" }),
  StartResourceScan: nothing,
  UpdateGeneratedTemplate: onGenerated,
  UpdateStack: (made) => ({ ...onStack(made), TemplateBody: template(5) }),
  UpdateTerminationProtection: (made) => ({ ...onStack(made), EnableTerminationProtection: false }),
  ValidateTemplate: () => ({ TemplateBody: template(1) }),
  ...stackSetInputs,
  ...typeInputs,
};

/** The errors sweep of CloudFormation. */
export const cloudformation = sweepOf<Made>({
  service: "cloudformation",
  prepare,
  inputs,
  everywhere: {
    ChangeSetNotFoundException: (_, ask) => ask({ ChangeSetName: NOBODY }),
    ConcurrentResourcesLimitExceededException: unprovokable(
      "AWS's quota protects what accounts share; a yard has none.",
    ),
    GeneratedTemplateNotFoundException: (_, ask) => ask({ GeneratedTemplateName: NOBODY }),
    HookResultNotFoundException: (_, ask) => ask(),
    InsufficientCapabilitiesException: (_, ask) => ask({ TemplateBody: ROLE }),
    LimitExceededException: unprovokable(
      "AWS's quotas on stacks and templates can be raised; a yard keeps what the disk holds.",
    ),
    ResourceScanInProgressException: unprovokable(
      "A scan of a few resources is over before the next call; CloudFormation's own tests hold one back (scans.test.ts).",
    ),
    ResourceScanLimitExceededException: unprovokable(
      "AWS's scans a day protect what accounts share; a yard has no limit.",
    ),
    ResourceScanNotFoundException: (_, ask) => ask({ ResourceScanId: NO_SCAN }),
    StackRefactorNotFoundException: (_, ask) => ask({ StackRefactorId: "00000000-0000-4000-8000-000000000000" }),
    StackSetNotFoundException: (_, ask) => ask({ StackSetName: NOBODY }),
    TokenAlreadyExistsException: ({ created }, ask) => ask({ ClientRequestToken: created }),
  },
  operations: together<Made>(
    stackSetErrors,
    typeErrors,
    forAll(["CreateGeneratedTemplate"], {
      AlreadyExistsException: ({ generated }, ask) => ask({ GeneratedTemplateName: generated }),
    }),
    {
      CreateChangeSet: { AlreadyExistsException: ({ changes }, ask) => ask({ ChangeSetName: changes }) },
      CreateStack: {
        AlreadyExistsException: ({ stack }, ask) => ask({ StackName: stack }),
        TokenAlreadyExistsException: ({ stack, updated }, ask) =>
          ask({ StackName: stack, ClientRequestToken: updated }),
      },
      DeleteChangeSet: {
        InvalidChangeSetStatusException: unprovokable(
          "A change set is executing while its stack's operation runs, and nothing holds that until the next call.",
        ),
      },
      ExecuteChangeSet: {
        InsufficientCapabilitiesException: unprovokable(
          "What has to be acknowledged is asked when the change set is made.",
        ),
        InvalidChangeSetStatusException: ({ noChanges }, ask) => ask({ ChangeSetName: noChanges }),
      },
      SetAlias: {
        AlreadyExistsException: async ({ aws, name, yard, stack }, ask) => {
          const StackName = name();
          await aws.cloudFormation.createStack({ StackName, TemplateBody: template(1) });
          await yard.yard.context.jobs.settled();
          return ask({ StackName, AliasName: stack });
        },
        LimitExceededException: async (_, ask) => {
          await ask();
          return ask();
        },
      },
      UpdateGeneratedTemplate: {
        AlreadyExistsException: async ({ call, name }, ask) => {
          const GeneratedTemplateName = name();
          await call("CreateGeneratedTemplate", { GeneratedTemplateName });
          return ask({ NewGeneratedTemplateName: GeneratedTemplateName });
        },
      },
    },
  ),
});
