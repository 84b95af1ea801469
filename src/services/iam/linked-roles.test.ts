// Goal: roles of services are their services' and nobody else's: made by name, changed by nobody, and no way to what they may. Method: the SDK.

import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeleteRoleCommand,
  DeleteServiceLinkedRoleCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { beforeEach, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../testing/harness.ts";

const SERVICE = "dynamodb.application-autoscaling.amazonaws.com";
const RoleName = "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable";
const PolicyArn = "arn:aws:iam::aws:policy/aws-service-role/AWSApplicationAutoscalingDynamoDBTablePolicy";
const document = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const TRUST = document({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });

let account: TestAccount;
let iam: IAMClient;
beforeEach(async () => {
  account = (await sharedYard()).account();
  iam = account.client(IAMClient);
});

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error("The call succeeded."),
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

test("a service's role has its name, its trust and its policy, and goes by a task", async () => {
  const create = () => iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: SERVICE }));
  const { Role } = await create();
  expect(Role?.Arn).toBe(`arn:aws:iam::${account.account}:role/aws-service-role/${SERVICE}/${RoleName}`);
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain(SERVICE);
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.Arn).toBe(PolicyArn);
  expect(await refusal(create())).toBe(
    `InvalidInputException: Service role name ${RoleName} has been taken in this account, please try a different suffix.`,
  );
  const { DeletionTaskId } = await iam.send(new DeleteServiceLinkedRoleCommand({ RoleName }));
  expect(DeletionTaskId).toMatch(new RegExp(`^task/aws-service-role/${SERVICE}/${RoleName}/`));
  const status = await iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }));
  expect(status.Status).toBe("SUCCEEDED");
  expect(await refusal(iam.send(new GetRoleCommand({ RoleName })))).toMatch(/^NoSuchEntityException/);
});

test("a role that no service has here is refused by name, and so is a suffix", async () => {
  const create = (AWSServiceName: string, CustomSuffix?: string) =>
    iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName, CustomSuffix }));
  expect(await refusal(create("elasticbeanstalk.amazonaws.com"))).toMatch(/^NotImplemented/);
  expect(await refusal(create(SERVICE, "mine"))).toBe(
    `InvalidInputException: Custom suffix is not allowed for ${SERVICE}`,
  );
});

test("only its service changes it, but for its description", async () => {
  await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: SERVICE }));
  const InstanceProfileName = "profile";
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  const other = { RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" };
  const inline = { RoleName, PolicyName: "all", PolicyDocument: document({ Action: "*", Resource: "*" }) };
  for (const change of [
    () => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST })),
    () => iam.send(new AttachRolePolicyCommand(other)),
    () => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    () => iam.send(new PutRolePolicyCommand(inline)),
    () => iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7_200 })),
    () => iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName })),
    () => iam.send(new DeleteRoleCommand({ RoleName })),
  ])
    expect(await refusal(change())).toBe(
      `UnmodifiableEntityException: Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`,
    );
  await iam.send(new UpdateRoleCommand({ RoleName, Description: "scales tables" }));
  expect((await iam.send(new GetRoleCommand({ RoleName }))).Role?.Description).toBe("scales tables");
});

test("nobody makes a role where services have theirs", async () => {
  // Service control policies spare what is there, and policies of services come by themselves.
  const Path = `/aws-service-role/${SERVICE}/`;
  const create = iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: TRUST }));
  expect(await refusal(create)).toMatch(/^InvalidInputException: The path .* is reserved/);
});
