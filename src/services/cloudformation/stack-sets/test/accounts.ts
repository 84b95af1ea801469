// For tests of stack sets: an administrator's account and target accounts, with the roles that self-managed stack sets act by.

import { CloudFormationClient, DescribeStackSetOperationCommand } from "@aws-sdk/client-cloudformation";
import type { StackSetOperation } from "@aws-sdk/client-cloudformation";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { sharedYard, type TestAccount, type TestYard } from "../../../../testing/harness.ts";

const EXECUTION_ROLE = "AWSCloudFormationStackSetExecutionRole";
const ADMINISTRATION_ROLE = "AWSCloudFormationStackSetAdministrationRole";
const ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess";

export interface Administration {
  readonly yard: TestYard;
  readonly administrator: TestAccount;
  readonly client: CloudFormationClient;
  /** Until all jobs are done. */
  settled(): Promise<void>;
  /** The operation when all jobs are done. */
  ended(StackSetName: string, OperationId: string | undefined): Promise<StackSetOperation>;
}

/** An administrator's account with its administration role, unless told otherwise. */
export async function administration(options: { readonly hasRole?: boolean } = {}): Promise<Administration> {
  const yard = await sharedYard();
  const administrator = yard.account();
  const client = administrator.client(CloudFormationClient);
  if (options.hasRole !== false) await makeAdministrationRole(administrator, ADMINISTRATION_ROLE);
  const settled = () => yard.yard.context.jobs.settled();
  return {
    yard,
    administrator,
    client,
    settled,
    async ended(StackSetName, OperationId) {
      await settled();
      const asked = new DescribeStackSetOperationCommand({ StackSetName, OperationId });
      const { StackSetOperation: operation } = await client.send(asked);
      if (operation === undefined) throw new RangeError(`There is no operation ${OperationId}.`);
      return operation;
    },
  };
}

/** A role that CloudFormation may assume and that may assume execution roles. */
async function makeAdministrationRole(account: TestAccount, RoleName: string): Promise<string> {
  const iam = account.client(IAMClient);
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: trust({ Service: "cloudformation.amazonaws.com" }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: "assume",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/*" }],
      }),
    }),
  );
  return Role?.Arn ?? "";
}

/** An account in which the administrator's role may deploy everything. */
export async function target({ yard, administrator }: Administration, RoleName = EXECUTION_ROLE): Promise<TestAccount> {
  const account = yard.account();
  const iam = account.client(IAMClient);
  const AssumeRolePolicyDocument = trust({ AWS: administrator.account });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: ADMINISTRATOR_ACCESS }));
  return account;
}

function trust(Principal: object): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  });
}

/** A queue whose name and delay are parameters. */
export const QUEUE = JSON.stringify({
  Parameters: { Name: { Type: "String", Default: "orders" }, Delay: { Type: "Number", Default: 1 } },
  Resources: {
    Queue: {
      Type: "AWS::SQS::Queue",
      Properties: { QueueName: { Ref: "Name" }, DelaySeconds: { Ref: "Delay" } },
    },
  },
});
