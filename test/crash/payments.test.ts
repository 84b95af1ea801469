// Goal: what a client was told is paid ends as exactly one active enrolment, whatever happens to the server in between.
// Method: eight clients make 200 payments through the HTTP API; the server's process is killed twice in the middle and
// started again on the same state; clients repeat a payment whose answer they never saw, as the payment's id allows.
// Then the auditor reads both tables and the inbox, and compares them with the list of what was acknowledged.

import { setTimeout as pause } from "node:timers/promises";
import { CloudFormationClient, DescribeStackResourceCommand } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, GetItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClientConfig } from "../../src/testing/harness.ts";
import { commandLine, type RunningServer } from "../real/command-line.ts";
import { httpClient } from "../real/http.ts";
import { copySixUnits, sixUnitsUrls, type SixUnitsUrls } from "../real/learning-platform.ts";
import { childrenOf, living } from "../real/processes.ts";
import { report } from "../real/report.ts";
import { until } from "../real/until.ts";

const PAYMENTS = 200;
const CLIENTS = 8;
/** After how many acknowledged payments the server is killed. */
const KILL_AFTER = [60, 140];
const COURSES = ["algorithms", "compilers", "databases", "networks"];

const cli = commandLine();
const directory = copySixUnits(cli);
let server: RunningServer;
let urls: SixUnitsUrls;
let config: ClientConfig;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  server = await cli.serve();
  await cli.json(["deploy", directory]);
  urls = await sixUnitsUrls(cli, directory);
  config = await cli.clientConfig({ directory });
  dynamodb = new DynamoDBClient(config);
});

afterAll(() => cli.dispose());

interface Payment {
  readonly paymentId: string;
  readonly userId: string;
  readonly courseId: string;
}

/** Every payment is of another user or for another course, so that it has an enrolment of its own. */
function paymentOf(index: number): Payment {
  const courseId = COURSES[index % COURSES.length] ?? "";
  return { paymentId: `payment-${index}`, userId: `user-${Math.floor(index / COURSES.length)}`, courseId };
}

/** Kills the server, starts it again, and returns how long it took until a signed call was answered. */
async function pullThePlug(): Promise<number> {
  const sandboxes = childrenOf(server.pid);
  expect(sandboxes).not.toEqual([]);
  await server.kill();
  // No function of before runs on beside those of the new server.
  await until(async () => (living(sandboxes).length === 0 ? true : undefined));
  const startedMs = performance.now();
  const sts = new STSClient(config);
  const answered = until(() =>
    sts.send(new GetCallerIdentityCommand()).then(
      () => performance.now() - startedMs,
      () => undefined,
    ),
  );
  server = await cli.serve(server.port);
  return Math.round(await answered);
}

test("every acknowledged payment becomes exactly one active enrolment", async () => {
  const admin = httpClient();
  for (const courseId of COURSES) {
    const course = { title: courseId, priceCents: 4900 };
    expect(await admin.call("PUT", `${urls.course}/courses/${courseId}`, course)).toMatchObject({ status: 200 });
    // A declined card is declined only where the price has arrived.
    await until(async () => {
      const order = { ...paymentOf(0), courseId, email: "nobody@example.com", cardNumber: "0002" };
      const { status } = await admin.call("PUT", `${urls.payment}/payments/none`, order);
      return status === 402 ? true : undefined;
    });
  }
  admin.close();

  const [paymentTable, enrolmentTable] = await Promise.all([
    physicalId("learning-platform-dev-payment", "PaymentTable"),
    physicalId("learning-platform-dev-user", "EnrolmentTable"),
  ]);
  const acknowledged = new Set<string>();
  const repeated = new Set<string>();
  const restartsMs: number[] = [];
  const restarts: Promise<void>[] = [];
  let next = 0;

  async function onAcknowledged(): Promise<void> {
    if (!KILL_AFTER.includes(acknowledged.size)) return;
    const before = [...acknowledged];
    restartsMs.push(await pullThePlug());
    const kept = await Promise.all(
      before.map(async (paymentId) => {
        const get = new GetItemCommand({ TableName: paymentTable, Key: { paymentId: { S: paymentId } } });
        return (await dynamodb.send(get)).Item?.["paymentId"]?.S;
      }),
    );
    expect(kept).toEqual(before);
  }

  async function client(): Promise<void> {
    const http = httpClient();
    while (next < PAYMENTS) {
      const payment = paymentOf(next);
      next += 1;
      const order = { ...payment, email: `${payment.userId}@example.com`, cardNumber: "4242424242424242" };
      for (;;) {
        const answer = await http
          .call("PUT", `${urls.payment}/payments/${payment.paymentId}`, order)
          .catch(noConnection);
        if (answer === undefined) {
          repeated.add(payment.paymentId);
          await pause(10);
          continue;
        }
        expect(answer).toMatchObject({ status: 201, json: { paymentId: payment.paymentId } });
        break;
      }
      acknowledged.add(payment.paymentId);
      restarts.push(onAcknowledged());
    }
    http.close();
  }
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await Promise.all(restarts);
  const paidMs = performance.now() - startedMs;
  expect(restartsMs).toHaveLength(KILL_AFTER.length);
  expect(acknowledged.size).toBe(PAYMENTS);
  // The kills hit payments that were under way: otherwise this test showed nothing.
  expect(repeated.size).toBeGreaterThan(0);

  // What was under way at the kill goes on at the latest when its messages become visible again.
  const enrolments = await until(async () => {
    const rows = await scan(enrolmentTable);
    return rows.filter((row) => row["mailedAt"] !== undefined).length >= PAYMENTS ? rows : undefined;
  });
  const settledMs = performance.now() - startedMs;
  const wanted = Array.from({ length: PAYMENTS }, (_, index) => paymentOf(index));
  const payments = await scan(paymentTable);
  expect(payments.map(({ paymentId, userId, courseId }) => ({ paymentId, userId, courseId })).sort(byPayment)).toEqual(
    [...wanted].sort(byPayment),
  );
  const mailedAt: unknown = expect.any(String);
  expect([...enrolments].sort(byPayment)).toEqual(
    wanted.map((payment) => ({ ...payment, status: "ACTIVE", mailedAt })).sort(byPayment),
  );

  // AWS: "Amazon SQS at-least-once delivery": a message, and so a mail, may come more than once, but not never.
  const [mails = []] = await cli.json<readonly { readonly text: string }[]>(["inbox", directory]);
  const mailed = mails.map(({ text }) => /payment-\d+/.exec(text)?.[0]);
  expect(new Set(mailed)).toEqual(acknowledged);
  report(
    `${PAYMENTS} payments in ${Math.round(paidMs)} ms, settled after ${Math.round(settledMs)} ms; ` +
      `${repeated.size} were repeated; ${mails.length} mails; ` +
      `the server answered ${restartsMs.join(" and ")} ms after its start (budget 300 ms).`,
  );
});

/** The failures of a client whose server is gone; whatever else goes wrong is not to be repeated. */
function noConnection(error: NodeJS.ErrnoException): undefined {
  if (!["ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(error.code ?? "")) throw error;
}

async function physicalId(StackName: string, LogicalResourceId: string): Promise<string> {
  const describe = new DescribeStackResourceCommand({ StackName, LogicalResourceId });
  const { StackResourceDetail } = await new CloudFormationClient(config).send(describe);
  return StackResourceDetail?.PhysicalResourceId ?? "";
}

async function scan(TableName: string): Promise<Record<string, string | undefined>[]> {
  const rows: Record<string, string | undefined>[] = [];
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName, ConsistentRead: true }))
    for (const item of Items)
      rows.push(Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value.S ?? value.N])));
  return rows;
}

function byPayment(a: Partial<Payment>, b: Partial<Payment>): number {
  return (a.paymentId ?? "").localeCompare(b.paymentId ?? "");
}
