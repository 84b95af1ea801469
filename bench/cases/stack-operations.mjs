// What stacks cost: one of 40 resources through its whole life, one of 500, and 100 at once; beside moto, where it is installed. What is asked for is asked
// until it is there, as fast as it goes.

import { setTimeout } from "node:timers/promises";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";

const TABLE = {
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  BillingMode: "PAY_PER_REQUEST",
};

/** Queues and topics without a property: a template of more than 51,200 bytes would have to come from a bucket. */
const FIVE_HUNDRED = JSON.stringify({
  Resources: Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [
      `R${index}`,
      { Type: index % 2 === 0 ? "AWS::SQS::Queue" : "AWS::SNS::Topic" },
    ]),
  ),
});

export async function measureStackOperations({ yard, rivals, report }) {
  const servers = [
    { name: "stackyard", ...yard },
    ...rivals.filter(({ services }) => services.includes("cloudformation")),
  ];
  for (const server of servers) {
    const measure = async (what, work, remark) => {
      const startedMs = performance.now();
      const problem = await work().then(
        () => undefined,
        (error) => error,
      );
      const ms = performance.now() - startedMs;
      // Others do not do all of this; ours has to.
      if (problem !== undefined && server.name === "stackyard") throw problem;
      report(
        `${server.name}: ${what}`,
        problem === undefined ? `${ms.toFixed(0)} ms` : "fails",
        problem?.message ?? remark,
      );
    };
    const client = new CloudFormationClient({ ...connection(server), maxAttempts: 1 });
    const bodyOf = (options) => JSON.stringify({ Resources: resourcesOf(options) });
    const create = async (name, template) => {
      await client.send(new CreateStackCommand({ StackName: name, TemplateBody: template }));
      await until(client, name, "CREATE_COMPLETE");
    };
    const update = async (name, template, wanted) => {
      await client.send(new UpdateStackCommand({ StackName: name, TemplateBody: template }));
      await until(client, name, wanted);
    };
    const remove = async (name) => {
      await client.send(new DeleteStackCommand({ StackName: name }));
      await until(client, name, "DELETE_COMPLETE");
    };
    const forty = bodyOf({ count: 40 });
    await measure("40 resources, created cold", () => create("forty", forty), "budget 100 ms");
    await measure("an update that changes nothing", () => refusal(client, "forty", forty));
    await measure("10 properties changed", () =>
      update("forty", bodyOf({ count: 40, changed: 10 }), "UPDATE_COMPLETE"),
    );
    const failing = bodyOf({ count: 40, changed: 20, isFailing: true });
    await measure("an update that fails and is rolled back", () =>
      update("forty", failing, "UPDATE_ROLLBACK_COMPLETE"),
    );
    await measure("40 resources, deleted", () => remove("forty"));
    await measure("40 resources, created again", () => create("again", forty));
    await measure("500 resources, created", () => create("five-hundred", FIVE_HUNDRED));
    await measure("500 resources, deleted", () => remove("five-hundred"));
    const names = Array.from({ length: 100 }, (_, index) => `of-hundred-${index}`);
    const five = bodyOf({ count: 5 });
    await measure("100 stacks of 5 resources at once, created", () =>
      Promise.all(names.map((name) => create(name, five))),
    );
    await measure("100 stacks of 5 resources at once, deleted", () => Promise.all(names.map(remove)));
    client.destroy();
  }
  report("stackyard: the most memory that it took", `${yard.peakMb().toFixed(0)} MB`);
}

function connection({ origin, region, credentials }) {
  return { endpoint: origin, region, credentials };
}

/** Half queues, half tables; `changed` queues have another timeout than at first, and a failing template wants a queue that cannot be. */
function resourcesOf({ count, changed = 0, isFailing = false }) {
  const resources = {};
  for (let index = 0; index < count / 2; index += 1) {
    const VisibilityTimeout = index < changed ? 60 + changed : 30;
    resources[`Queue${index}`] = { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout } };
    if (index < Math.floor(count / 2)) resources[`Table${index}`] = { Type: "AWS::DynamoDB::Table", Properties: TABLE };
  }
  const DependsOn = Object.keys(resources);
  if (isFailing)
    resources.Impossible = { Type: "AWS::SQS::Queue", DependsOn, Properties: { VisibilityTimeout: 1_000_000 } };
  return resources;
}

/** AWS: an update without changes is refused. */
async function refusal(client, StackName, TemplateBody) {
  try {
    await client.send(new UpdateStackCommand({ StackName, TemplateBody }));
  } catch (error) {
    if (/No updates/.test(error.message)) return;
    throw error;
  }
  throw new Error("An update without changes was taken.");
}

async function until(client, StackName, wanted) {
  for (;;) {
    const stack = await client.send(new DescribeStacksCommand({ StackName })).then(
      ({ Stacks: [found] = [] }) => found,
      (error) => (/does not exist/.test(error.message) ? { StackStatus: "DELETE_COMPLETE" } : Promise.reject(error)),
    );
    if (stack?.StackStatus === wanted) return;
    if (!stack?.StackStatus.endsWith("_IN_PROGRESS"))
      throw new Error(`${StackName} is ${stack?.StackStatus} and not ${wanted}: ${stack?.StackStatusReason}`);
    // Who asks without a pause measures the questions.
    await setTimeout(10);
  }
}
