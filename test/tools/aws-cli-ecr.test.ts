// Goal: repositories of images are what they are to the AWS CLI. Method: every operation that is served, called by the CLI's own code
// against a yard in this process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: repositories of images are not tried with it", () =>
    expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls ECR", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let arn: string;
  const name = ["--repository-name", "team/images"];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    arn = await aws<string>`ecr create-repository ${name} --query repository.repositoryArn`;
  });
  afterAll(() => cli.stop());

  test("for repositories, their settings and tags", async () => {
    const query = ["--query", "repositories[].repositoryName"];
    expect(await aws`ecr describe-repositories ${query}`).toEqual(["team/images"]);
    await aws`ecr put-image-scanning-configuration ${name} --image-scanning-configuration scanOnPush=true`;
    await aws`ecr put-image-tag-mutability ${name} --image-tag-mutability IMMUTABLE`;
    const scanning = ["--repository-names", "team/images", "--query", "scanningConfigurations[].scanFrequency"];
    expect(await aws`ecr batch-get-repository-scanning-configuration ${scanning}`).toEqual(["SCAN_ON_PUSH"]);
    const resource = ["--resource-arn", arn];
    await aws`ecr tag-resource ${resource} --tags Key=a,Value=1 Key=b,Value=2`;
    await aws`ecr untag-resource ${resource} --tag-keys a`;
    expect(await aws`ecr list-tags-for-resource ${resource} --query tags`).toEqual([{ Key: "b", Value: "2" }]);
  });

  test("for policies", async () => {
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "ecr:ListImages" }];
    const policy = ["--policy-text", JSON.stringify({ Version: "2012-10-17", Statement })];
    await aws`ecr set-repository-policy ${name} ${policy}`;
    expect(await aws`ecr get-repository-policy ${name} --query policyText`).toBe(policy[1]);
    await aws`ecr delete-repository-policy ${name}`;
    await expect(aws`ecr get-repository-policy ${name}`).rejects.toThrow("RepositoryPolicyNotFoundException");
    const rule = {
      rulePriority: 1,
      selection: { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 5 },
      action: { type: "expire" },
    };
    const lifecycle = ["--lifecycle-policy-text", JSON.stringify({ rules: [rule] })];
    await aws`ecr put-lifecycle-policy ${name} ${lifecycle}`;
    expect(await aws`ecr get-lifecycle-policy ${name} --query lifecyclePolicyText`).toBe(lifecycle[1]);
    await aws`ecr delete-lifecycle-policy ${name}`;
  });

  test("for images, of which there are none", async () => {
    expect(await aws`ecr list-images ${name} --query imageIds`).toEqual([]);
    expect(await aws`ecr describe-images ${name} --query imageDetails`).toEqual([]);
    const image = ["--image-ids", "imageTag=latest", "--query", "failures[].failureCode"];
    expect(await aws`ecr batch-get-image ${name} ${image}`).toEqual(["ImageNotFound"]);
    expect(await aws`ecr batch-delete-image ${name} ${image}`).toEqual(["ImageNotFound"]);
  });

  test("for every operation that is served", async () => {
    await aws`ecr delete-repository ${name}`;
    await expect(aws`ecr delete-repository ${name}`).rejects.toThrow("RepositoryNotFoundException");
    expect(cli.uncalled("ecr")).toEqual([]);
  });
});
