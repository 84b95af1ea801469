// Functions' roles: which functions a role trusts, and what its tags allow.

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { asRole } from "../roles.ts";
import { TRUSTS_LAMBDA, lambdaBench } from "./bench.ts";

const SOURCE = "export const handler = async () => 1;";

// Goal: a role can be kept for one function. Method: the same role for that function and for another.
// AWS: "The confused deputy problem": aws:SourceArn and aws:SourceAccount. Inferred: the function's unqualified ARN.
test("a role may trust Lambda for certain functions only", async () => {
  const { account, create } = await lambdaBench();
  const functionArn = (name: string) => `arn:aws:lambda:${account.region}:${account.account}:function:${name}`;
  const { Role } = await account.client(IAMClient).send(
    new CreateRoleCommand({
      RoleName: "mine",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "lambda.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": account.account },
              ArnEquals: { "aws:SourceArn": functionArn("mine") },
            },
          },
        ],
      }),
    }),
  );
  expect(await create("mine", SOURCE, { Role: Role?.Arn })).toBe(functionArn("mine"));
  await expect(create("other", SOURCE, { Role: Role?.Arn })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: "The role defined for the function cannot be assumed by Lambda.",
  });
});

// Goal: policies see the role's tags when Lambda acts as the role. Method: a right that hangs on a tag, with two values.
test("Lambda acts with the role's tags", async () => {
  const { yard, account } = await lambdaBench();
  const iam = account.client(IAMClient);
  const { QueueUrl = "" } = await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "target" }));
  const sendAs = async (team: string): Promise<unknown> => {
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: team,
        AssumeRolePolicyDocument: TRUSTS_LAMBDA,
        Tags: [{ Key: "team", Value: team }],
      }),
    );
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sqs:SendMessage",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } },
        },
      ],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: team, PolicyName: "send", PolicyDocument }));
    const aws = await asRole(yard.yard.context, account, Role?.Arn ?? "", "sender");
    return aws.sqs.sendMessage({ QueueUrl, MessageBody: "x" });
  };
  await expect(sendAs("blue")).resolves.toMatchObject({ MessageId: expect.any(String) });
  await expect(sendAs("red")).rejects.toMatchObject({ code: "AccessDeniedException" });
});

// Goal: code that is to stay in S3 is refused, a copy is AWS's default and taken. AWS: UpdateFunctionCode.
test("refuses code by reference", async () => {
  const { lambda, create } = await lambdaBench();
  await create("copied", SOURCE);
  const update = (S3ObjectStorageMode: "COPY" | "REFERENCE") =>
    lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: "copied", S3Bucket: "gone", S3Key: "gone", S3ObjectStorageMode }),
    );
  await expect(update("REFERENCE")).rejects.toMatchObject({
    name: "NotImplemented",
    $metadata: { httpStatusCode: 501 },
  });
  await expect(update("COPY")).rejects.toMatchObject({ name: "InvalidParameterValueException" });
});
