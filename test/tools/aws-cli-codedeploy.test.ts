// Goal: CodeDeploy is CodeDeploy to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in
// this process; what is served and was not called fails the last test.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zipOf } from "../../src/sandbox/testing/functions.ts";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: CodeDeploy is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls CodeDeploy", () => {
  const application = ["--application-name", "app"];
  const group = [...application, "--deployment-group-name", "group"];
  const slowly = "CodeDeployDefault.LambdaLinear10PercentEvery10Minutes";
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let roleArn: string;

  async function role(name: string, policy: string): Promise<string> {
    const trust = { Effect: "Allow", Principal: { Service: `${name}.amazonaws.com` }, Action: "sts:AssumeRole" };
    const document = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const made = ["--role-name", name, "--assume-role-policy-document", document, "--query", "Role.Arn"];
    const arn = await aws<string>`iam create-role ${made}`;
    await aws`iam attach-role-policy --role-name ${name} --policy-arn ${`arn:aws:iam::aws:policy/service-role/${policy}`}`;
    return arn;
  }

  /** Starts a deployment of version 2, and gives its id. */
  async function deploy(hooks: readonly object[], more: readonly string[] = []): Promise<string> {
    const properties = { Name: "f", Alias: "live", CurrentVersion: "1", TargetVersion: "2" };
    const resources = [{ f: { Type: "AWS::Lambda::Function", Properties: properties } }];
    const content = JSON.stringify({ version: 0, Resources: resources, Hooks: hooks });
    const revision = { revisionType: "AppSpecContent", appSpecContent: { content } };
    const id = await aws<string>`deploy create-deployment ${group} ${more} --revision ${revision} --query deploymentId`;
    await cli.settled();
    return id;
  }

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    // The hook says by which execution it was called, and does not report: the test does.
    const code = "exports.handler = async (event) => console.log('EXECUTION', event.LifecycleEventHookExecutionId);";
    writeFileSync(join(cli.folder, "code.zip"), zipOf({ "index.js": code }));
    const execution = await role("lambda", "AWSLambdaBasicExecutionRole");
    roleArn = await role("codedeploy", "AWSCodeDeployRoleForLambda");
    const made = ["--runtime", "nodejs22.x", "--handler", "index.handler", "--role", execution];
    for (const name of ["f", "CodeDeployHook_f"])
      await aws`lambda create-function --function-name ${name} ${made} --zip-file fileb://code.zip`;
    await aws`lambda publish-version --function-name f`;
    await aws`lambda update-function-configuration --function-name f --environment Variables={VERSION=2}`;
    await aws`lambda publish-version --function-name f`;
    await aws`lambda create-alias --function-name f --name live --function-version 1`;
    await aws`deploy create-application ${application} --compute-platform Lambda`;
    const settings = ["--service-role-arn", roleArn, "--deployment-config-name", "CodeDeployDefault.LambdaAllAtOnce"];
    await aws`deploy create-deployment-group ${group} ${settings}`;
  });
  afterAll(() => cli.stop());

  test("for applications, groups and configurations", async () => {
    expect(await aws`deploy get-application ${application} --query application.computePlatform`).toBe("Lambda");
    expect(await aws`deploy list-applications --query applications`).toEqual(["app"]);
    const names = ["--application-names", "app", "--query", "applicationsInfo[].applicationName"];
    expect(await aws`deploy batch-get-applications ${names}`).toEqual(["app"]);
    expect(await aws`deploy get-deployment-group ${group} --query deploymentGroupInfo.serviceRoleArn`).toBe(roleArn);
    expect(await aws`deploy list-deployment-groups ${application} --query deploymentGroups`).toEqual(["group"]);
    const groups = ["--deployment-group-names", "group", "--query", "deploymentGroupsInfo[].deploymentGroupName"];
    expect(await aws`deploy batch-get-deployment-groups ${application} ${groups}`).toEqual(["group"]);
    const config = ["--deployment-config-name", "quarter"];
    const canary = { type: "TimeBasedCanary", timeBasedCanary: { canaryPercentage: 25, canaryInterval: 5 } };
    await aws`deploy create-deployment-config ${config} --compute-platform Lambda --traffic-routing-config ${canary}`;
    const routing = ["--query", "deploymentConfigInfo.trafficRoutingConfig"];
    expect(await aws`deploy get-deployment-config ${config} ${routing}`).toEqual(canary);
    expect(await aws`deploy list-deployment-configs --query deploymentConfigsList`).toContain("quarter");
    await aws`deploy delete-deployment-config ${config}`;
    await expect(aws`deploy get-deployment-config ${config}`).rejects.toThrow("DeploymentConfigDoesNotExistException");
  });

  test("for tags", async () => {
    const { account, region } = cli.account;
    const arn = ["--resource-arn", `arn:aws:codedeploy:${region}:${account}:application:app`];
    await aws`deploy tag-resource ${arn} --tags Key=a,Value=1 Key=b,Value=2`;
    await aws`deploy untag-resource ${arn} --tag-keys a`;
    expect(await aws`deploy list-tags-for-resource ${arn} --query Tags`).toEqual([{ Key: "b", Value: "2" }]);
    const other = ["--resource-arn", roleArn];
    await expect(aws`deploy list-tags-for-resource ${other}`).rejects.toThrow("ArnNotSupportedException");
  });

  test("for a deployment that waits for its hook", async () => {
    const id = await deploy([{ BeforeAllowTraffic: "CodeDeployHook_f" }]);
    const deployment = ["--deployment-id", id];
    const status = ["--query", "deploymentInfo.status"];
    expect(await aws`deploy get-deployment ${deployment} ${status}`).toBe("InProgress");
    const messages = ["--log-group-name", "/aws/lambda/CodeDeployHook_f", "--filter-pattern", "EXECUTION"];
    const [message = ""] = await aws<string[]>`logs filter-log-events ${messages} --query events[].message`;
    const [, execution = ""] = /EXECUTION (\S+)/.exec(message) ?? [];
    const reported = ["--lifecycle-event-hook-execution-id", execution, "--status", "Succeeded"];
    await aws`deploy put-lifecycle-event-hook-execution-status ${deployment} ${reported}`;
    await cli.settled();
    expect(await aws`deploy get-deployment ${deployment} ${status}`).toBe("Succeeded");
    expect(await aws`deploy list-deployments ${group} --query deployments`).toEqual([id]);
    const ids = ["--deployment-ids", id, "--query", "deploymentsInfo[].status"];
    expect(await aws`deploy batch-get-deployments ${ids}`).toEqual(["Succeeded"]);
    expect(await aws`deploy list-deployment-targets ${deployment} --query targetIds`).toEqual(["f:live"]);
    const target = ["--target-id", "f:live", "--query", "deploymentTarget.lambdaTarget.status"];
    expect(await aws`deploy get-deployment-target ${deployment} ${target}`).toBe("Succeeded");
    const targets = ["--target-ids", "f:live", "--query", "deploymentTargets[].lambdaTarget.status"];
    expect(await aws`deploy batch-get-deployment-targets ${deployment} ${targets}`).toEqual(["Succeeded"]);
    await expect(aws`deploy stop-deployment ${deployment}`).rejects.toThrow("DeploymentAlreadyCompletedException");
  });

  test("for a deployment that is stopped", async () => {
    const renamed = [...application, "--current-deployment-group-name", "group", "--deployment-config-name", slowly];
    await aws`deploy update-deployment-group ${renamed}`;
    await aws`lambda update-alias --function-name f --name live --function-version 1`;
    const id = await deploy([]);
    expect(await aws`deploy stop-deployment --deployment-id ${id} --query status`).toBe("Succeeded");
    expect(await aws`deploy get-deployment --deployment-id ${id} --query deploymentInfo.status`).toBe("Stopped");
  });

  test("for the end of it all", async () => {
    await aws`deploy update-application ${application} --new-application-name shop`;
    const shop = ["--application-name", "shop"];
    await aws`deploy delete-deployment-group ${shop} --deployment-group-name group`;
    await aws`deploy delete-application ${shop}`;
    await expect(aws`deploy get-application ${shop}`).rejects.toThrow("ApplicationDoesNotExistException");
  });

  test("with every operation that is served", () => {
    expect(cli.uncalled("codedeploy")).toEqual([]);
  });
});
