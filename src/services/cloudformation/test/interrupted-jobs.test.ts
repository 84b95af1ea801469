// Goal: a drift detection, a scan and a template's generation that die at any write go on where they were, and end as if nothing had
// happened. Method: their jobs are run by hand on a yard whose store dies at the first, second, ... write, and then once more on the whole one.

import {
  CloudFormationClient,
  CreateGeneratedTemplateCommand,
  CreateStackCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
  GetGeneratedTemplateCommand,
  ListResourceScanResourcesCommand,
  StartResourceScanCommand,
} from "@aws-sdk/client-cloudformation";
import { ListQueuesCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import { sharedYard, testYard } from "../../../testing/harness.ts";
import { detectDriftHandler } from "../drift/detection.ts";
import { generateHandler } from "../scan/generate.ts";
import { scanHandler } from "../scan/scan.ts";

class Crash extends Error {}

/** The yard, whose store dies at its `at`-th write. */
function mortal(yard: YardContext, at: number): YardContext {
  let writes = 0;
  const { store } = yard;
  const write: typeof store.write = (work) => {
    writes += 1;
    if (writes >= at) throw new Crash();
    return store.write(work);
  };
  return { ...yard, store: { ...store, read: (work) => store.read(work), write } };
}

/** Runs a job until it has died at each of its writes, and then to its end. Gives the number of deaths. */
async function runDying(handler: JobHandler, scope: object, payload: object, yard: YardContext): Promise<number> {
  const job = { ...scope, id: "job", kind: handler.kind, payload, attempt: 1, createdAtMs: 0 } as Parameters<
    JobHandler["run"]
  >[0];
  for (let at = 1; ; at++) {
    try {
      expect(await handler.run(job, mortal(yard, at))).toBe("done");
      return at - 1;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

test("detections, scans and generations go on after every death", async () => {
  const { resourceTypes } = await (await sharedYard()).registry();
  // Jobs that the operations enqueue wait behind this door, so that they can be run by hand.
  let open = (): void => undefined;
  const door = new Promise<void>((resolve) => (open = resolve));
  let isShut = false;
  const reads: string[] = [];
  const types = new Map(
    resourceTypes.map((type) => [
      type.typeName,
      {
        ...type,
        async read(...parameters: Parameters<typeof type.read>) {
          if (isShut) await door;
          reads.push(type.typeName);
          return type.read(...parameters);
        },
      },
    ]),
  );
  const yard = await testYard({ resourceTypes: [...types.values()] });
  const { context } = yard.yard;
  const account = yard.account();
  const scope = { account: account.account, region: account.region };
  const client = account.client(CloudFormationClient);
  const names = Array.from({ length: 20 }, (_, index) => `q${String(index).padStart(2, "0")}`);
  const queues = names.map((name) => [
    name,
    { Type: "AWS::SQS::Queue", Properties: { QueueName: name, DelaySeconds: 1 } },
  ]);
  const TemplateBody = JSON.stringify({ Resources: Object.fromEntries(queues) });
  await client.send(new CreateStackCommand({ StackName: "s", TemplateBody }));
  await context.jobs.settled();
  const sqs = account.client(SQSClient);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: QueueUrls[7], Attributes: { DelaySeconds: "2" } }));

  isShut = true;
  const typesOf = () => (typeName: string) => {
    const type = types.get(typeName);
    const whole = resourceTypes.find((one) => one.typeName === typeName);
    return (
      type && {
        ...type,
        read: (...parameters: Parameters<typeof type.read>) => {
          reads.push(typeName);
          return whole?.read(...parameters) ?? Promise.resolve(undefined);
        },
      }
    );
  };

  const { StackDriftDetectionId: detectionId } = await client.send(new DetectStackDriftCommand({ StackName: "s" }));
  // Three batches of results and the end.
  expect(await runDying(detectDriftHandler(typesOf), scope, { detectionId }, context)).toBeGreaterThanOrEqual(3);
  // What was written before a death is not read again.
  expect(reads.length).toBeLessThan(3 * names.length);
  const { StackResourceDrifts = [] } = await client.send(new DescribeStackResourceDriftsCommand({ StackName: "s" }));
  expect(StackResourceDrifts.map((drift) => drift.StackResourceDriftStatus)).toEqual(
    names.map((_, index) => (index === 7 ? "MODIFIED" : "IN_SYNC")),
  );

  const { ResourceScanId: scanId = "" } = await client.send(
    new StartResourceScanCommand({ ScanFilters: [{ Types: ["AWS::S*"] }] }),
  );
  // The queues, what is behind them, and the end: what is before them, the job that waits has done.
  expect(await runDying(scanHandler(typesOf), scope, { scanId }, context)).toBeGreaterThanOrEqual(2);
  const { Resources } = await client.send(new ListResourceScanResourcesCommand({ ResourceScanId: scanId }));
  expect(Resources).toHaveLength(names.length);

  const { GeneratedTemplateId: templateId } = await client.send(
    new CreateGeneratedTemplateCommand({
      GeneratedTemplateName: "t",
      Resources: QueueUrls.map((QueueUrl) => ({ ResourceType: "AWS::SQS::Queue", ResourceIdentifier: { QueueUrl } })),
    }),
  );
  expect(await runDying(generateHandler(typesOf), scope, { templateId }, context)).toBe(1);
  const generated = await client.send(new GetGeneratedTemplateCommand({ GeneratedTemplateName: "t" }));
  expect(Object.keys((JSON.parse(generated.TemplateBody ?? "") as { Resources: object }).Resources)).toHaveLength(20);

  open();
  await context.jobs.settled();
  await yard.stop();
});
