// An organization that a stack makes and changes: its tree, its accounts, and policies that bind them.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import {
  DescribeAccountCommand,
  EnablePolicyTypeCommand,
  ListParentsCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { expect, it } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";

const base = { Organization: { Type: "AWS::Organizations::Organization", DeletionPolicy: "Retain" } };
const get = (name: string, attribute: string) => ({ "Fn::GetAtt": [name, attribute] });
const DENY = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "sqs:*", Resource: "*" }] };

async function deploy(
  account: TestAccount,
  how: "create" | "update",
  Resources: object,
  Outputs: object,
): Promise<Record<string, string>> {
  const cloudFormation = account.client(CloudFormationClient);
  const stackOf = { StackName: "tree", TemplateBody: JSON.stringify({ Resources, Outputs }) };
  await cloudFormation.send(how === "create" ? new CreateStackCommand(stackOf) : new UpdateStackCommand(stackOf));
  await (await sharedYard()).yard.context.jobs.settled();
  const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "tree" }));
  if (stack?.StackStatus?.endsWith("_COMPLETE") !== true || stack.StackStatus.includes("ROLLBACK")) {
    const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: "tree" }));
    throw new Error(StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason).join("\n"));
  }
  return Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue ?? ""]));
}

// Goal: a template makes an organization whose parts have AWS's attributes, accounts move with it, and policies hang where it says. Method: a
// stack in three steps, looked at through Organizations. AWS: the types' return values.
it("makes a tree, moves accounts in it, and hangs policies on it", async () => {
  const account = (await sharedYard()).account();
  const organizations = account.client(OrganizationsClient);
  const unit = (Name: string, ParentId: object) => ({
    Type: "AWS::Organizations::OrganizationalUnit",
    Properties: { Name, ParentId },
  });
  const Email = `member-${account.account}@example.com`;
  const member = (place: object) => ({
    Type: "AWS::Organizations::Account",
    DependsOn: "Organization",
    Properties: { AccountName: `member-${account.account}`, Email, ...place },
  });
  const tree = {
    ...base,
    Team: unit("team", get("Organization", "RootId")),
    Inner: unit("inner", { Ref: "Team" }),
  };
  const Outputs = Object.fromEntries(
    [
      ["Organization", "Id"],
      ["Organization", "RootId"],
      ["Organization", "ManagementAccountId"],
      ["Inner", "Path"],
      ["Inner", "Id"],
      ["Member", "AccountId"],
      ["Member", "JoinedMethod"],
      ["Member", "Status"],
    ].map(([name = "", attribute = ""]) => [`${name}${attribute}`, { Value: get(name, attribute) }]),
  );
  const made = await deploy(
    account,
    "create",
    { ...tree, Member: member({}) },
    {
      ...Outputs,
      TeamId: { Value: { Ref: "Team" } },
    },
  );
  const { OrganizationId, OrganizationRootId, InnerId, TeamId, MemberAccountId } = made;
  expect(made).toMatchObject({
    OrganizationManagementAccountId: account.account,
    InnerPath: `${OrganizationId}/${OrganizationRootId}/${TeamId}/${InnerId}/`,
    MemberJoinedMethod: "CREATED",
    MemberStatus: "ACTIVE",
  });
  const place = async () => (await organizations.send(new ListParentsCommand({ ChildId: MemberAccountId }))).Parents;
  expect(await place()).toMatchObject([{ Id: OrganizationRootId }]);

  await organizations.send(
    new EnablePolicyTypeCommand({ RootId: OrganizationRootId, PolicyType: "SERVICE_CONTROL_POLICY" }),
  );
  const policy = (...TargetIds: readonly unknown[]) => ({
    Type: "AWS::Organizations::Policy",
    Properties: { Name: "no-queues", Type: "SERVICE_CONTROL_POLICY", Content: DENY, TargetIds },
  });
  const targets = async (PolicyId: string | undefined) => {
    const { Targets = [] } = await organizations.send(new ListTargetsForPolicyCommand({ PolicyId }));
    return Targets.map(({ TargetId }) => TargetId);
  };
  const moved = await deploy(
    account,
    "update",
    { ...tree, Member: member({ ParentIds: [{ Ref: "Inner" }] }), Policy: policy({ Ref: "Team" }) },
    { PolicyId: { Value: get("Policy", "Id") }, Managed: { Value: get("Policy", "AwsManaged") } },
  );
  expect(await place()).toMatchObject([{ Id: InnerId }]);
  expect(await targets(moved["PolicyId"])).toEqual([TeamId]);
  expect(moved["Managed"]).toBe("false");

  const changed = await deploy(
    account,
    "update",
    { ...tree, Member: member({}), Policy: policy({ Ref: "Inner" }) },
    { PolicyId: { Value: { Ref: "Policy" } } },
  );
  expect(changed["PolicyId"]).toBe(moved["PolicyId"]);
  expect(await targets(changed["PolicyId"])).toEqual([InnerId]);
  expect(await place()).toMatchObject([{ Id: OrganizationRootId }]);

  await account.client(CloudFormationClient).send(new DeleteStackCommand({ StackName: "tree" }));
  await (await sharedYard()).yard.context.jobs.settled();
  await expect(targets(changed["PolicyId"])).rejects.toMatchObject({ name: "PolicyNotFoundException" });
  // AWS: a closed account stays a member for 90 days.
  const { Account } = await organizations.send(new DescribeAccountCommand({ AccountId: MemberAccountId }));
  expect(Account?.Status).toBe("SUSPENDED");
});
