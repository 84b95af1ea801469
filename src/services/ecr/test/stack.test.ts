// Repositories in stacks: made with their policies, changed in place, replaced under another name, deleted.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const LIFECYCLE = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 365 },
      action: { type: "expire" },
    },
  ],
});
const POLICY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "ecr:BatchGetImage" }],
};

test("a stack has its repository as its template says", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const stacks = account.client(CloudFormationClient);
  const ecr = account.client(ECRClient);
  const template = (Properties: object): string =>
    JSON.stringify({
      Resources: { Images: { Type: "AWS::ECR::Repository", Properties } },
      Outputs: {
        Name: { Value: { Ref: "Images" } },
        Arn: { Value: { "Fn::GetAtt": ["Images", "Arn"] } },
        Uri: { Value: { "Fn::GetAtt": ["Images", "RepositoryUri"] } },
      },
    });
  const settle = async () => {
    await yard.yard.context.jobs.settled();
    const { Stacks: [stack] = [] } = await stacks.send(new DescribeStacksCommand({ StackName: "s" }));
    expect(stack?.StackStatus).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
    return Object.fromEntries((stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  };
  const update = async (properties: object) => {
    await stacks.send(new UpdateStackCommand({ StackName: "s", TemplateBody: template(properties) }));
    return settle();
  };
  const names = async () =>
    ((await ecr.send(new DescribeRepositoriesCommand({}))).repositories ?? []).map((one) => one.repositoryName);

  const LifecyclePolicy = { LifecyclePolicyText: LIFECYCLE };
  const TemplateBody = template({ LifecyclePolicy, RepositoryPolicyText: POLICY, ImageTagMutability: "IMMUTABLE" });
  await stacks.send(new CreateStackCommand({ StackName: "s", TemplateBody }));
  const made = await settle();
  const repositoryName = String(made["Name"]);
  expect(made).toEqual({
    Name: expect.stringMatching(/^s-images-[a-z0-9]+$/),
    Arn: `arn:aws:ecr:${account.region}:${account.account}:repository/${repositoryName}`,
    Uri: `${account.account}.dkr.ecr.${account.region}.amazonaws.com/${repositoryName}`,
  });
  const { policyText = "" } = await ecr.send(new GetRepositoryPolicyCommand({ repositoryName }));
  expect(JSON.parse(policyText)).toEqual(POLICY);

  expect(await update({ ImageScanningConfiguration: { ScanOnPush: true }, LifecyclePolicy })).toEqual(made);
  expect(await ecr.send(new DescribeRepositoriesCommand({}))).toMatchObject({
    repositories: [{ imageTagMutability: "MUTABLE", imageScanningConfiguration: { scanOnPush: true } }],
  });
  await expect(ecr.send(new GetRepositoryPolicyCommand({ repositoryName }))).rejects.toMatchObject({
    name: "RepositoryPolicyNotFoundException",
  });
  expect(await ecr.send(new GetLifecyclePolicyCommand({ repositoryName }))).toMatchObject({
    lifecyclePolicyText: LIFECYCLE,
  });

  expect(await update({ RepositoryName: "other" })).toMatchObject({ Name: "other" });
  expect(await names()).toEqual(["other"]);
  await stacks.send(new DeleteStackCommand({ StackName: "s" }));
  await yard.yard.context.jobs.settled();
  expect(await names()).toEqual([]);
});
