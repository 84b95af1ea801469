// Goal: Step Functions' control plane is what it is to the AWS CLI. Method: every operation that is served, called by the CLI's own code
// against a yard in this process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: Step Functions is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls Step Functions", () => {
  const definition = (seconds: number): string =>
    JSON.stringify({ StartAt: "W", States: { W: { Type: "Wait", Seconds: seconds, End: true } } });
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let machineArn: string;
  let machine: readonly string[];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    const statement = { Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" };
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const role = ["--role-name", "machine", "--assume-role-policy-document", trust, "--query", "Role.Arn"];
    const roleArn = await aws<string>`iam create-role ${role}`;
    const made = ["--definition", definition(1), "--role-arn", roleArn, "--query", "stateMachineArn"];
    machineArn = await aws<string>`stepfunctions create-state-machine --name shop ${made}`;
    machine = ["--state-machine-arn", machineArn];
  });
  afterAll(() => cli.stop());

  test("for machines", async () => {
    const change = ["--definition", definition(2), "--query", "revisionId"];
    const revision = await aws`stepfunctions update-state-machine ${machine} ${change}`;
    expect(await aws`stepfunctions describe-state-machine ${machine} --query revisionId`).toBe(revision);
    expect(await aws`stepfunctions list-state-machines --query stateMachines[].name`).toEqual(["shop"]);
    const wrong = ["--definition", definition(-1), "--query", "diagnostics[0].[code,message,location]"];
    expect(await aws`stepfunctions validate-state-machine-definition ${wrong}`).toEqual([
      "SCHEMA_VALIDATION_FAILED",
      "Minimum value is 0",
      "/States/W/Seconds",
    ]);
    await expect(aws`stepfunctions update-state-machine ${machine} --definition {}`).rejects.toThrow(
      "(InvalidDefinition) when calling the UpdateStateMachine operation: Invalid State Machine Definition:",
    );
    const arn = ["--resource-arn", machineArn];
    await aws`stepfunctions tag-resource ${arn} --tags key=a,value=1 key=b,value=2`;
    await aws`stepfunctions untag-resource ${arn} --tag-keys a`;
    expect(await aws`stepfunctions list-tags-for-resource ${arn} --query tags`).toEqual([{ key: "b", value: "2" }]);
  });

  test("for versions and aliases", async () => {
    const query = ["--query", "stateMachineVersionArn"];
    const version = await aws<string>`stepfunctions publish-state-machine-version ${machine} ${query}`;
    expect(version).toBe(`${machineArn}:1`);
    const versions = ["--query", "stateMachineVersions[].stateMachineVersionArn"];
    expect(await aws`stepfunctions list-state-machine-versions ${machine} ${versions}`).toEqual([version]);
    const routing = ["--routing-configuration", `stateMachineVersionArn=${version},weight=100`];
    await aws`stepfunctions create-state-machine-alias --name live ${routing}`;
    const alias = ["--state-machine-alias-arn", `${machineArn}:live`];
    await aws`stepfunctions update-state-machine-alias ${alias} --description open`;
    expect(await aws`stepfunctions describe-state-machine-alias ${alias} --query description`).toBe("open");
    const aliases = ["--query", "stateMachineAliases[].stateMachineAliasArn"];
    expect(await aws`stepfunctions list-state-machine-aliases ${machine} ${aliases}`).toEqual([`${machineArn}:live`]);
    const removal = ["--state-machine-version-arn", version];
    await expect(aws`stepfunctions delete-state-machine-version ${removal}`).rejects.toThrow("ConflictException");
    await aws`stepfunctions delete-state-machine-alias ${alias}`;
    await aws`stepfunctions delete-state-machine-version ${removal}`;
  });

  test("for activities", async () => {
    const arn = await aws<string>`stepfunctions create-activity --name pack --query activityArn`;
    const activity = ["--activity-arn", arn];
    expect(await aws`stepfunctions describe-activity ${activity} --query name`).toBe("pack");
    expect(await aws`stepfunctions list-activities --query activities[].name`).toEqual(["pack"]);
    await aws`stepfunctions delete-activity ${activity}`;
    await expect(aws`stepfunctions describe-activity ${activity}`).rejects.toThrow("ActivityDoesNotExist");
  });

  test("for the end of it all, and for executions in vain", async () => {
    await expect(aws`stepfunctions start-execution ${machine}`).rejects.toThrow("NotImplemented");
    await aws`stepfunctions delete-state-machine ${machine}`;
    await cli.settled();
    await expect(aws`stepfunctions describe-state-machine ${machine}`).rejects.toThrow("StateMachineDoesNotExist");
  });

  test("with every operation that is served", () => {
    expect(cli.uncalled("sfn")).toEqual([]);
  });
});
