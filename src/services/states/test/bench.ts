// What tests of Step Functions stand on: an account, its client, and a role that machines may have.

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { TestYard } from "../../../testing/harness.ts";

/** A definition of one state; `comment` makes it another one. */
export const definitionOf = (comment: string): string =>
  JSON.stringify({ Comment: comment, StartAt: "Done", States: { Done: { Type: "Succeed" } } });

/** A role that a service may assume, with permissions. */
export async function statesBench(yard: TestYard) {
  const account = yard.account();
  const iam = account.client(IAMClient);
  async function role(RoleName: string, service: string, actions: readonly string[] = []): Promise<string> {
    const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
      }),
    );
    const Statement = [{ Effect: "Allow", Action: actions, Resource: "*" }];
    if (actions.length > 0)
      await iam.send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName: "own",
          PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
        }),
      );
    return Role?.Arn ?? "";
  }
  return { account, sfn: account.client(SFNClient), role, roleArn: await role("machine", "states.amazonaws.com") };
}
