// For Lambda's tests: functions from texts, with a role, through the real SDK.

import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { CreateFunctionCommandInput } from "@aws-sdk/client-lambda";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";
import { sharedYard } from "../../../testing/harness.ts";

export const TRUSTS_LAMBDA = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

export interface LambdaBench {
  readonly yard: TestYard;
  readonly account: TestAccount;
  readonly lambda: LambdaClient;
  /** A role that Lambda can assume, which may write logs and do `actions` on anything. */
  role(name: string, actions?: readonly string[]): Promise<string>;
  /** A Node function of this source (index.mjs), active. Gives its ARN. */
  create(name: string, source: string, changes?: Partial<CreateFunctionCommandInput>): Promise<string>;
  invoke(
    name: string,
    event?: unknown,
    changes?: Partial<ConstructorParameters<typeof InvokeCommand>[0]>,
  ): Promise<Answer>;
}

export interface Answer {
  readonly value: unknown;
  readonly error: string | undefined;
  readonly status: number | undefined;
  readonly version: string | undefined;
  readonly log: string;
}

/** An account of its own, in the shared yard unless another is given. */
export async function lambdaBench(given?: TestYard): Promise<LambdaBench> {
  const yard = given ?? (await sharedYard());
  const account = yard.account();
  const lambda = account.client(LambdaClient);
  const iam = account.client(IAMClient);
  let defaultRole: Promise<string> | undefined;

  async function role(name: string, actions: readonly string[] = []): Promise<string> {
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: TRUSTS_LAMBDA }));
    await iam.send(
      new AttachRolePolicyCommand({
        RoleName: name,
        PolicyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      }),
    );
    if (actions.length > 0)
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: name,
          PolicyName: "own",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
          }),
        }),
      );
    return Role?.Arn ?? "";
  }

  async function create(
    name: string,
    source: string,
    changes: Partial<CreateFunctionCommandInput> = {},
  ): Promise<string> {
    const roleArn = changes.Role ?? (await (defaultRole ??= role("function-role")));
    const { FunctionArn } = await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: roleArn,
        Code: { ZipFile: zipOf({ "index.mjs": source }) },
        ...changes,
      }),
    );
    return FunctionArn ?? "";
  }

  async function invoke(
    name: string,
    event: unknown = {},
    changes: Partial<ConstructorParameters<typeof InvokeCommand>[0]> = {},
  ): Promise<Answer> {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: "Tail", ...changes }),
    );
    const text = Buffer.from(answer.Payload ?? []).toString();
    return {
      value: text === "" ? undefined : JSON.parse(text),
      error: answer.FunctionError,
      status: answer.StatusCode,
      version: answer.ExecutedVersion,
      log: Buffer.from(answer.LogResult ?? "", "base64").toString(),
    };
  }

  return { yard, account, lambda, role, create, invoke };
}

/** Resolves with what `look` gives as soon as it gives something. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
