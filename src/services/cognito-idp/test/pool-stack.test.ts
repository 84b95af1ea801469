// Goal: what a template says of a pool's factors holds, also when it no longer says it. Method: stacks, through the SDK over HTTP.

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import {
  CognitoIdentityProviderClient,
  GetUserPoolMfaConfigCommand,
  ListUserPoolsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

test("factors are switched on and off, and texts without their factor are refused", async () => {
  const { yard, account: newAccount } = await sharedYard();
  const account = newAccount();
  const stacks = account.client(CloudFormationClient);
  const cognito = account.client(CognitoIdentityProviderClient);
  const template = (Properties: object) =>
    JSON.stringify({ Resources: { Pool: { Type: "AWS::Cognito::UserPool", Properties } } });
  const settled = () => yard.context.jobs.settled();
  const texts = { EmailAuthenticationMessage: "Use {####}", EmailAuthenticationSubject: "Yours" };
  const withFactors = { ...texts, EnabledMfas: ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"], MfaConfiguration: "OPTIONAL" };
  await stacks.send(new CreateStackCommand({ StackName: "pool", TemplateBody: template(withFactors) }));
  await settled();
  const { StackResources: [pool] = [] } = await stacks.send(new DescribeStackResourcesCommand({ StackName: "pool" }));
  const factors = async () => {
    const { $metadata: _, ...shown } = await cognito.send(
      new GetUserPoolMfaConfigCommand({ UserPoolId: pool?.PhysicalResourceId }),
    );
    return shown;
  };
  expect(await factors()).toEqual({
    MfaConfiguration: "OPTIONAL",
    SoftwareTokenMfaConfiguration: { Enabled: true },
    EmailMfaConfiguration: { Message: "Use {####}", Subject: "Yours" },
  });
  await stacks.send(new UpdateStackCommand({ StackName: "pool", TemplateBody: template({}) }));
  await settled();
  expect(await factors()).toEqual({ MfaConfiguration: "OFF", SoftwareTokenMfaConfiguration: { Enabled: false } });

  await stacks.send(new CreateStackCommand({ StackName: "texts", TemplateBody: template(texts) }));
  await settled();
  const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 10 }));
  expect(UserPools?.length).toBe(1);
});
