// Goal: Lambda is Lambda to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in this
// process; what is served and was not called fails the last test.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zipOf } from "../../src/sandbox/testing/functions.ts";
import { parseExecutionArn } from "../../src/services/lambda/durable/names.ts";
import { loadExecution } from "../../src/services/lambda/durable/repo.ts";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

/** What version 1 of the CLI cannot call, and why. */
const NOT_IN_THE_CLI = {
  InvokeWithResponseStream: "The CLI removes it (customizations/removals.py): it answers an event stream.",
};

if (!hasAwsCli) test("the AWS CLI is not installed: Lambda is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls Lambda", () => {
  const named = ["--function-name", "hello"];
  const alias = [...named, "--name", "live"];
  const layer = ["--layer-name", "words", "--version-number", "1"];
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let arn: string;

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    const code = "exports.handler = async (event) => ({ event, stage: process.env.STAGE });";
    writeFileSync(join(cli.folder, "code.zip"), zipOf({ "index.js": code }));
    writeFileSync(join(cli.folder, "layer.zip"), zipOf({ "words.txt": "hello" }));
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const document = { Version: "2012-10-17", Statement: [trust] };
    const role = ["--role-name", "hello", "--assume-role-policy-document", JSON.stringify(document)];
    const roleArn = await aws<string>`iam create-role ${role} --query Role.Arn`;
    const policy = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole";
    await aws`iam attach-role-policy --role-name hello --policy-arn ${policy}`;
    const made = ["--runtime", "nodejs20.x", "--handler", "index.handler", "--role", roleArn];
    arn = await aws<string>`lambda create-function ${named} ${made} --zip-file fileb://code.zip --query FunctionArn`;
    await aws`lambda wait function-active-v2 ${named}`;
  });
  afterAll(() => cli.stop());

  test("for functions and their settings", async () => {
    await aws`lambda update-function-configuration ${named} --environment Variables={STAGE=test}`;
    await aws`lambda update-function-code ${named} --zip-file fileb://code.zip`;
    await aws`lambda wait function-updated-v2 ${named}`;
    const stage = ["--query", "Environment.Variables.STAGE"];
    expect(await aws`lambda get-function-configuration ${named} ${stage}`).toBe("test");
    expect(await aws`lambda get-function ${named} --query Code.RepositoryType`).toBe("S3");
    expect(await aws`lambda list-functions --query Functions[].FunctionName`).toEqual(["hello"]);
    expect(await aws`lambda get-account-settings --query AccountUsage.FunctionCount`).toBe(1);
    await aws`lambda tag-resource --resource ${arn} --tags a=1,b=2`;
    await aws`lambda untag-resource --resource ${arn} --tag-keys a`;
    expect(await aws`lambda list-tags --resource ${arn} --query Tags`).toEqual({ b: "2" });
    await aws`lambda put-function-concurrency ${named} --reserved-concurrent-executions 5`;
    const reserved = ["--query", "ReservedConcurrentExecutions"];
    expect(await aws`lambda get-function-concurrency ${named} ${reserved}`).toBe(5);
    await aws`lambda delete-function-concurrency ${named}`;
    await aws`lambda put-function-recursion-config ${named} --recursive-loop Allow`;
    expect(await aws`lambda get-function-recursion-config ${named} --query RecursiveLoop`).toBe("Allow");
    await aws`lambda put-runtime-management-config ${named} --update-runtime-on FunctionUpdate`;
    const updates = ["--query", "UpdateRuntimeOn"];
    expect(await aws`lambda get-runtime-management-config ${named} ${updates}`).toBe("FunctionUpdate");
  });

  test("for invocations", async () => {
    const answer = await aws`lambda invoke ${named} --payload ${{ n: 1 }} answer.json`;
    expect(answer).toEqual({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    const result = JSON.parse(readFileSync(join(cli.folder, "answer.json"), "utf8")) as unknown;
    expect(result).toEqual({ event: { n: 1 }, stage: "test" });
    expect(await aws`lambda invoke ${named} --invocation-type Event out --query StatusCode`).toBe(202);
    writeFileSync(join(cli.folder, "event.json"), "{}");
    expect(await aws`lambda invoke-async ${named} --invoke-args event.json --query Status`).toBe(202);
    await expect(aws`lambda invoke ${named} --payload ${"{"} out`).rejects.toThrow("(InvalidRequestContentException)");
  });

  test("for versions, aliases and provisioned concurrency", async () => {
    expect(await aws`lambda publish-version ${named} --query Version`).toBe("1");
    expect(await aws`lambda list-versions-by-function ${named} --query Versions[].Version`).toEqual(["$LATEST", "1"]);
    await aws`lambda create-alias ${alias} --function-version 1`;
    await aws`lambda update-alias ${alias} --description used`;
    expect(await aws`lambda get-alias ${alias} --query Description`).toBe("used");
    expect(await aws`lambda list-aliases ${named} --query Aliases[].Name`).toEqual(["live"]);
    const live = [...named, "--qualifier", "live"];
    await aws`lambda put-provisioned-concurrency-config ${live} --provisioned-concurrent-executions 1`;
    const asked = ["--query", "RequestedProvisionedConcurrentExecutions"];
    expect(await aws`lambda get-provisioned-concurrency-config ${live} ${asked}`).toBe(1);
    const all = ["--query", "length(ProvisionedConcurrencyConfigs)"];
    expect(await aws`lambda list-provisioned-concurrency-configs ${named} ${all}`).toBe(1);
    await aws`lambda delete-provisioned-concurrency-config ${live}`;
    await aws`lambda delete-alias ${alias}`;
  });

  test("for permissions, settings of events and addresses", async () => {
    const statement = ["--statement-id", "s3", "--action", "lambda:InvokeFunction", "--principal", "s3.amazonaws.com"];
    await aws`lambda add-permission ${named} ${statement}`;
    expect(await aws`lambda get-policy ${named} --query Policy`).toContain('"Sid":"s3"');
    await aws`lambda remove-permission ${named} --statement-id s3`;
    await aws`lambda put-function-event-invoke-config ${named} --maximum-retry-attempts 0`;
    await aws`lambda update-function-event-invoke-config ${named} --maximum-event-age-in-seconds 60`;
    const age = ["--query", "MaximumEventAgeInSeconds"];
    expect(await aws`lambda get-function-event-invoke-config ${named} ${age}`).toBe(60);
    const all = ["--query", "length(FunctionEventInvokeConfigs)"];
    expect(await aws`lambda list-function-event-invoke-configs ${named} ${all}`).toBe(1);
    await aws`lambda delete-function-event-invoke-config ${named}`;
    const url = await aws`lambda create-function-url-config ${named} --auth-type NONE --query FunctionUrl`;
    await aws`lambda update-function-url-config ${named} --auth-type AWS_IAM`;
    expect(await aws`lambda get-function-url-config ${named} --query FunctionUrl`).toBe(url);
    const urls = ["--query", "FunctionUrlConfigs[].FunctionUrl"];
    expect(await aws`lambda list-function-url-configs ${named} ${urls}`).toEqual([url]);
    await aws`lambda delete-function-url-config ${named}`;
  });

  test("for layers", async () => {
    const content = ["--zip-file", "fileb://layer.zip", "--compatible-runtimes", "nodejs20.x"];
    const layerArn =
      await aws<string>`lambda publish-layer-version --layer-name words ${content} --query LayerVersionArn`;
    expect(await aws`lambda get-layer-version ${layer} --query LayerVersionArn`).toBe(layerArn);
    expect(await aws`lambda get-layer-version-by-arn --arn ${layerArn} --query Version`).toBe(1);
    expect(await aws`lambda list-layers --query Layers[].LayerName`).toEqual(["words"]);
    expect(await aws`lambda list-layer-versions --layer-name words --query LayerVersions[].Version`).toEqual([1]);
    const statement = ["--statement-id", "all", "--action", "lambda:GetLayerVersion", "--principal", "*"];
    await aws`lambda add-layer-version-permission ${layer} ${statement}`;
    const policy = await aws`lambda get-layer-version-policy ${layer} --query Policy`;
    expect(policy).toContain('"Sid":"all"');
    await aws`lambda remove-layer-version-permission ${layer} --statement-id all`;
    await aws`lambda delete-layer-version ${layer}`;
  });

  test("for event sources", async () => {
    const url = await aws<string>`sqs create-queue --queue-name in --query QueueUrl`;
    const read = ["--queue-url", url, "--attribute-names", "QueueArn", "--query", "Attributes.QueueArn"];
    const source = ["--event-source-arn", await aws<string>`sqs get-queue-attributes ${read}`];
    const uuid = ["--uuid", await aws<string>`lambda create-event-source-mapping ${named} ${source} --query UUID`];
    await aws`lambda update-event-source-mapping ${uuid} --batch-size 5`;
    expect(await aws`lambda get-event-source-mapping ${uuid} --query BatchSize`).toBe(5);
    expect(await aws`lambda list-event-source-mappings ${source} --query EventSourceMappings[].UUID`).toEqual([
      uuid[1],
    ]);
    await aws`lambda delete-event-source-mapping ${uuid}`;
  });

  test("for durable executions", async () => {
    // The function does nothing but run: the CLI checkpoints in its place, with the token that the function was given.
    writeFileSync(
      join(cli.folder, "durable.zip"),
      zipOf({ "index.js": "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 600_000));" }),
    );
    const durable = ["--function-name", "durable"];
    const role = ["--role", await aws<string>`iam get-role --role-name hello --query Role.Arn`];
    const made = ["--runtime", "nodejs20.x", "--handler", "index.handler", "--timeout", "600"];
    const config = ["--durable-config", "ExecutionTimeout=600", "--zip-file", "fileb://durable.zip"];
    await aws`lambda create-function ${durable} ${role} ${made} ${config}`;
    expect(await aws`lambda get-function-configuration ${durable} --query DurableConfig`).toEqual({
      ExecutionTimeout: 600,
      RetentionPeriodInDays: 14,
    });
    const qualified = ["--function-name", "durable:$LATEST"];
    const event = ["--invocation-type", "Event", "--durable-execution-name", "first", "--query", "DurableExecutionArn"];
    const execution = ["--durable-execution-arn", await aws<string>`lambda invoke ${qualified} ${event} out.json`];
    const names = ["--query", "DurableExecutions[].DurableExecutionName"];
    expect(await aws`lambda list-durable-executions-by-function ${qualified} ${names}`).toEqual(["first"]);
    const token = ["--checkpoint-token", tokenOf(execution[1] ?? "")];
    const start = { Type: "CALLBACK", Action: "START", CallbackOptions: { HeartbeatTimeoutSeconds: 60 } };
    const updates = ["--updates", JSON.stringify(["good", "bad"].map((Id) => ({ Id, ...start })))];
    const state = await aws<{
      next: string;
      ids: readonly string[];
    }>`lambda checkpoint-durable-execution ${execution} ${token} ${updates}
      --query ${"{next:CheckpointToken,ids:NewExecutionState.Operations[].CallbackDetails.CallbackId}"}`;
    const next = ["--checkpoint-token", state.next, "--query", "Operations[].Type"];
    expect(await aws`lambda get-durable-execution-state ${execution} ${next}`).toEqual([
      ...["EXECUTION", "CALLBACK", "CALLBACK"],
    ]);
    await aws`lambda send-durable-execution-callback-heartbeat --callback-id ${state.ids[0]}`;
    await aws`lambda send-durable-execution-callback-success --callback-id ${state.ids[0]} --result 1`;
    await aws`lambda send-durable-execution-callback-failure --callback-id ${state.ids[1]} --error ErrorMessage=no`;
    const types = ["--query", "Events[].EventType"];
    expect(await aws`lambda get-durable-execution-history ${execution} ${types}`).toEqual([
      ...["ExecutionStarted", "CallbackStarted", "CallbackStarted", "CallbackSucceeded", "CallbackFailed"],
    ]);
    await aws`lambda stop-durable-execution ${execution} --error ErrorMessage=enough`;
    expect(await aws`lambda get-durable-execution ${execution} --query Error.ErrorMessage`).toBe("enough");
    await aws`lambda delete-function ${durable}`;
  });

  function tokenOf(arn: string): string {
    const reference = parseExecutionArn(arn);
    const found = reference && cli.yard.yard.context.store.read((tx) => loadExecution(tx, reference));
    return found?.token ?? "";
  }

  test("and is told of a function that is gone", async () => {
    await aws`lambda delete-function ${named}`;
    await expect(aws`lambda get-function ${named}`).rejects.toThrow(
      "An error occurred (ResourceNotFoundException) when calling the GetFunction operation: " +
        `Function not found: ${arn}`,
    );
  });

  test("in every operation that is served and that it has", () => {
    expect(cli.uncalled("lambda")).toEqual(Object.keys(NOT_IN_THE_CLI));
  });
});
