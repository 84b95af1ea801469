// Goal: a service-managed stack set follows its organization: units stand for their accounts, who comes gets an instance and who goes loses it. Method: the
// real SDK over HTTP; an organization of one test, with accounts that it makes, moves and removes.

import {
  ActivateOrganizationsAccessCommand,
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DeactivateOrganizationsAccessCommand,
  DeleteStackInstancesCommand,
  DescribeOrganizationsAccessCommand,
  DescribeStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackInstancesCommand,
  ListStackSetAutoDeploymentTargetsCommand,
  ListStackSetOperationResultsCommand,
  ListStackSetOperationsCommand,
  ListStackSetsCommand,
  UpdateStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import {
  AttachPolicyCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DescribeCreateAccountStatusCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { sharedYard } from "../../../../testing/harness.ts";
import { QUEUE } from "./accounts.ts";

async function organization() {
  const { yard, account } = await sharedYard();
  const management = account();
  const client = management.client(CloudFormationClient);
  const organizations = management.client(OrganizationsClient);
  await organizations.send(new CreateOrganizationCommand({}));
  const { Roots = [] } = await organizations.send(new ListRootsCommand({}));
  const root = Roots[0]?.Id ?? "";
  const settled = () => yard.context.jobs.settled();
  let made = 0;
  return {
    yard,
    management,
    client,
    organizations,
    root,
    settled,
    async unit(Name: string): Promise<string> {
      const asked = new CreateOrganizationalUnitCommand({ ParentId: root, Name });
      return (await organizations.send(asked)).OrganizationalUnit?.Id ?? "";
    },
    /** A new account in the unit. */
    async member(unit: string): Promise<string> {
      made += 1;
      const asked = new CreateAccountCommand({ AccountName: `team-${made}`, Email: `team-${made}@example.com` });
      const { CreateAccountStatus: begun } = await organizations.send(asked);
      await settled();
      const { CreateAccountStatus: end } = await organizations.send(
        new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: begun?.Id }),
      );
      const AccountId = end?.AccountId ?? "";
      await move(AccountId, root, unit);
      return AccountId;
    },
    move,
    async instances(StackSetName: string): Promise<string[]> {
      const { Summaries = [] } = await client.send(new ListStackInstancesCommand({ StackSetName }));
      return Summaries.map(({ Account, Region, Status }) => `${Account} ${Region} ${Status}`).sort();
    },
  };

  async function move(AccountId: string, SourceParentId: string, DestinationParentId: string): Promise<void> {
    await organizations.send(new MoveAccountCommand({ AccountId, SourceParentId, DestinationParentId }));
    await settled();
  }
}

const SETS = { StackSetName: "baseline" };
const MANAGED = { ...SETS, TemplateBody: QUEUE, PermissionModel: "SERVICE_MANAGED" } as const;
const AUTOMATIC = { Enabled: true, RetainStacksOnAccountRemoval: false };

test("only the management account of an organization that trusts StackSets has service-managed stack sets", async () => {
  const own = await organization();
  const stranger = (await sharedYard()).account();
  const create = new CreateStackSetCommand({ ...MANAGED, AutoDeployment: AUTOMATIC });
  // AWS: both sentences as clients show them.
  await expect(stranger.client(CloudFormationClient).send(create)).rejects.toThrow(
    "You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set",
  );
  await expect(own.client.send(create)).rejects.toThrow(
    "You must enable organizations access to operate a service managed stack set",
  );
  const access = async () => (await own.client.send(new DescribeOrganizationsAccessCommand({}))).Status;
  expect(await access()).toBe("DISABLED");
  await own.client.send(new ActivateOrganizationsAccessCommand({}));
  expect(await access()).toBe("ENABLED");
  await own.client.send(create);
  const transformed = `{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}`;
  const refused = { ...MANAGED, StackSetName: "other", AutoDeployment: AUTOMATIC };
  // AWS: as clients show it.
  await expect(own.client.send(new CreateStackSetCommand({ ...refused, TemplateBody: transformed }))).rejects.toThrow(
    "Transform is not supported in SERVICE_MANAGED permission model",
  );
  await own.client.send(new DeactivateOrganizationsAccessCommand({}));
  expect(await access()).toBe("DISABLED");
});

test("a unit's accounts get instances, also those that come later, and lose them when they go", async () => {
  const own = await organization();
  const { client } = own;
  await client.send(new ActivateOrganizationsAccessCommand({}));
  const [business, sandbox] = [await own.unit("business"), await own.unit("sandbox")];
  const first = await own.member(business);
  const { StackSetId } = await client.send(new CreateStackSetCommand({ ...MANAGED, AutoDeployment: AUTOMATIC }));
  const Regions = ["us-east-1", "eu-west-1"];
  const { OperationId } = await client.send(
    new CreateStackInstancesCommand({ ...SETS, Regions, DeploymentTargets: { OrganizationalUnitIds: [business] } }),
  );
  await own.settled();
  expect(
    (await client.send(new DescribeStackSetOperationCommand({ ...SETS, OperationId }))).StackSetOperation,
  ).toMatchObject({
    Status: "SUCCEEDED",
    DeploymentTargets: { OrganizationalUnitIds: [business] },
  });
  const both = (account: string) => [`${account} eu-west-1 CURRENT`, `${account} us-east-1 CURRENT`];
  expect(await own.instances("baseline")).toEqual(both(first));
  expect((await client.send(new DescribeStackSetCommand(SETS))).StackSet).toMatchObject({
    StackSetId,
    PermissionModel: "SERVICE_MANAGED",
    AutoDeployment: AUTOMATIC,
    OrganizationalUnitIds: [business],
  });
  const { Summaries } = await client.send(new ListStackSetAutoDeploymentTargetsCommand(SETS));
  expect(Summaries).toEqual([{ OrganizationalUnitId: business, Regions }]);

  const second = await own.member(business);
  expect(await own.instances("baseline")).toEqual([...both(first), ...both(second)].sort());
  await own.move(first, business, sandbox);
  expect(await own.instances("baseline")).toEqual(both(second));
  const { Summaries: operations = [] } = await client.send(new ListStackSetOperationsCommand(SETS));
  expect(operations.map(({ Action, Status }) => `${Action} ${Status}`)).toEqual([
    "DELETE SUCCEEDED",
    "CREATE SUCCEEDED",
    "CREATE SUCCEEDED",
  ]);

  await own.organizations.send(new CloseAccountCommand({ AccountId: second }));
  await client.send(new UpdateStackSetCommand({ ...SETS, UsePreviousTemplate: true }));
  await own.settled();
  const { Summaries: suspended } = await client.send(
    new ListStackInstancesCommand({
      ...SETS,
      Filters: [{ Name: "DETAILED_STATUS", Values: "SKIPPED_SUSPENDED_ACCOUNT" }],
    }),
  );
  expect(suspended?.map(({ Account }) => Account)).toEqual([second, second]);
});

test("accounts refine units, and a delegated administrator sees what is service-managed, and nothing else", async () => {
  const own = await organization();
  const { client } = own;
  await client.send(new ActivateOrganizationsAccessCommand({}));
  const unit = await own.unit("business");
  const [first, second, third] = [await own.member(unit), await own.member(unit), await own.member(unit)];
  await client.send(new CreateStackSetCommand({ StackSetName: "private", TemplateBody: QUEUE }));
  await own.organizations.send(
    new RegisterDelegatedAdministratorCommand({
      AccountId: first,
      ServicePrincipal: "member.org.stacksets.cloudformation.amazonaws.com",
    }),
  );
  const config = await administratorIn(own, first);
  const delegated = new CloudFormationClient(config);
  const CallAs = "DELEGATED_ADMIN" as const;
  await delegated.send(new CreateStackSetCommand({ ...MANAGED, AutoDeployment: { Enabled: false }, CallAs }));
  const deploy = (AccountFilterType: "INTERSECTION" | "DIFFERENCE" | "UNION", Accounts: string[]) =>
    delegated.send(
      new CreateStackInstancesCommand({
        ...SETS,
        CallAs,
        Regions: ["us-east-1"],
        DeploymentTargets: { OrganizationalUnitIds: [unit], AccountFilterType, Accounts },
      }),
    );
  await deploy("DIFFERENCE", [second, third]);
  await own.settled();
  expect(await own.instances("baseline")).toEqual([`${first} us-east-1 CURRENT`]);
  await deploy("INTERSECTION", [second, own.management.account]);
  await own.settled();
  expect(await own.instances("baseline")).toEqual([first, second].map((id) => `${id} us-east-1 CURRENT`).sort());
  await expect(deploy("UNION", [third])).rejects.toThrow("UNION is not supported for CreateStackInstances");

  const { Summaries } = await delegated.send(new ListStackSetsCommand({ CallAs }));
  expect(Summaries?.map(({ StackSetName }) => StackSetName)).toEqual(["baseline"]);
  await expect(delegated.send(new DescribeStackSetCommand({ StackSetName: "private", CallAs }))).rejects.toMatchObject({
    name: "StackSetNotFoundException",
  });
  const other = new CloudFormationClient(await administratorIn(own, second));
  // AWS: as clients show it.
  await expect(other.send(new ListStackSetsCommand({ CallAs }))).rejects.toThrow(
    "Account used is not a delegated administrator",
  );
  await delegated.send(
    new DeleteStackInstancesCommand({
      ...SETS,
      CallAs,
      Regions: ["us-east-1"],
      DeploymentTargets: { OrganizationalUnitIds: [unit] },
      RetainStacks: false,
    }),
  );
  await own.settled();
  expect(await own.instances("baseline")).toEqual([]);
});

test("automatic deployments of stack sets that depend on each other come in their order", async () => {
  const own = await organization();
  const { client, management } = own;
  await client.send(new ActivateOrganizationsAccessCommand({}));
  const unit = await own.unit("business");
  const ids: string[] = [];
  for (const StackSetName of ["zeroth", "first"]) {
    const before = ids.map((id) => `arn:aws:cloudformation:us-east-1:${management.account}:stackset/${id}`);
    const AutoDeployment = { ...AUTOMATIC, ...(before.length === 0 ? {} : { DependsOn: before }) };
    const TemplateBody = QUEUE.replace("orders", StackSetName);
    const input = { ...MANAGED, StackSetName, TemplateBody, AutoDeployment };
    ids.push((await client.send(new CreateStackSetCommand(input))).StackSetId ?? "");
    await client.send(
      new CreateStackInstancesCommand({
        StackSetName,
        Regions: ["us-east-1"],
        DeploymentTargets: { OrganizationalUnitIds: [unit] },
      }),
    );
    await own.settled();
  }
  await own.member(unit);
  const automatic = async (StackSetName: string) =>
    (await client.send(new ListStackSetOperationsCommand({ StackSetName }))).Summaries?.[0];
  const [zeroth, first] = [await automatic("zeroth"), await automatic("first")];
  expect([zeroth?.Status, first?.Status]).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  expect(Number(first?.EndTimestamp)).toBeGreaterThanOrEqual(Number(zeroth?.EndTimestamp));
});

// AWS: API Reference, "AutoDeployment", DependsOn: stack sets that are not there, and circles, are refused; what follows the failure of one is inferred.
test("an automatic deployment that another depends on and that fails, calls the other off", async () => {
  const own = await organization();
  const { client, management, organizations } = own;
  await client.send(new ActivateOrganizationsAccessCommand({}));
  const unit = await own.unit("business");
  const arnOf = (id: string | undefined) => `arn:aws:cloudformation:us-east-1:${management.account}:stackset/${id}`;
  const create = async (StackSetName: string, DependsOn: string[]) => {
    const TemplateBody = QUEUE.replace("orders", StackSetName);
    const AutoDeployment = { ...AUTOMATIC, DependsOn };
    const { StackSetId } = await client.send(
      new CreateStackSetCommand({ ...MANAGED, StackSetName, TemplateBody, AutoDeployment }),
    );
    const targets = { Regions: ["us-east-1"], DeploymentTargets: { OrganizationalUnitIds: [unit] } };
    await client.send(new CreateStackInstancesCommand({ StackSetName, ...targets }));
    await own.settled();
    return arnOf(StackSetId);
  };
  const ground = await create("ground", []);
  const upper = await create("upper", [ground]);
  await expect(create("lost", [arnOf("nothing:0")])).rejects.toMatchObject({ name: "ValidationError" });
  const circle = new UpdateStackSetCommand({
    StackSetName: "ground",
    UsePreviousTemplate: true,
    AutoDeployment: { ...AUTOMATIC, DependsOn: [upper] },
  });
  await expect(client.send(circle)).rejects.toThrow("circular");

  await organizations.send(new EnablePolicyTypeCommand({ RootId: own.root, PolicyType: "SERVICE_CONTROL_POLICY" }));
  const Statement = [{ Effect: "Deny", Action: "sqs:CreateQueue", Resource: "arn:aws:sqs:*:*:ground" }];
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({
      Name: "no-ground",
      Description: "",
      Type: "SERVICE_CONTROL_POLICY",
      Content: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  await organizations.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: unit }));
  await own.member(unit);
  const latest = async (StackSetName: string) => {
    const { Summaries = [] } = await client.send(new ListStackSetOperationsCommand({ StackSetName }));
    const OperationId = Summaries[0]?.OperationId;
    const asked = new ListStackSetOperationResultsCommand({ StackSetName, OperationId });
    const results = (await client.send(asked)).Summaries ?? [];
    return [Summaries[0]?.Status, ...results.map(({ Status }) => Status)];
  };
  expect(await latest("ground")).toEqual(["FAILED", "FAILED"]);
  expect(await latest("upper")).toEqual(["FAILED", "CANCELLED"]);
});

async function administratorIn({ management, yard }: Awaited<ReturnType<typeof organization>>, account: string) {
  const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
  const asked = new AssumeRoleCommand({ RoleArn, RoleSessionName: "administrator" });
  const { Credentials } = await management.client(STSClient).send(asked);
  return {
    endpoint: yard.address,
    region: "us-east-1",
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  };
}
