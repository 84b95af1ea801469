// What SNS's tests share: a topic's callers, an HTTP endpoint that answers as told, and the inbox.

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { onTestFinished } from "vitest";
import { sharedYard, type TestYard } from "../../../testing/harness.ts";
import { inbox } from "../inbox.ts";

/** One account's callers of SNS, on the shared yard or on another one. */
export async function snsBench(given?: TestYard) {
  const yard = given ?? (await sharedYard());
  const account = yard.account();
  const sns = account.client(SNSClient);
  const topic = async (Name: string, Attributes: Record<string, string> = {}): Promise<string> =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? "";
  const subscribe = async (
    TopicArn: string,
    Protocol: string,
    Endpoint: string,
    Attributes: Record<string, string> = {},
  ): Promise<string> => {
    const input = { TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true };
    return (await sns.send(new SubscribeCommand(input))).SubscriptionArn ?? "";
  };
  const publish = (TopicArn: string, Message: string) => sns.send(new PublishCommand({ TopicArn, Message }));
  const settled = () => yard.yard.context.jobs.settled();
  const mails = () => inbox(yard.yard.context.store, account.account, account.region);
  return { yard, account, sns, topic, subscribe, publish, settled, mails };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as the JSON of a message. */
  readonly message: Readonly<Record<string, string>>;
}

/** An HTTP server that takes down what it gets and answers with `statuses` in turn, then with 200. */
export async function httpEndpoint(...statuses: readonly (number | Record<string, string>)[]) {
  const received: Received[] = [];
  const answers = [...statuses];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, body, message: parse(body) });
      const answer = answers.shift() ?? 200;
      if (typeof answer === "number") response.writeHead(answer);
      else response.writeHead(Number(answer["status"]), answer);
      response.end("a secret of this machine");
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { received, origin: `http://127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/events`, port };
}

function parse(body: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(body) as Record<string, string>;
  } catch {
    return {};
  }
}
