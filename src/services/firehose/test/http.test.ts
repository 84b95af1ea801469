// Delivery to HTTP endpoints: the request, and what becomes of each kind of answer.

import { CreateDeliveryStreamCommand, type HttpEndpointDestinationConfiguration } from "@aws-sdk/client-firehose";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TestYard } from "../../../testing/harness.ts";
import { active, newPlace, type Place, put, texts, timedYard } from "./places.ts";

let yard: TestYard;
let server: Server | undefined;
beforeAll(async () => {
  yard = await timedYard();
});
afterAll(() => yard.stop());
afterEach(() => server?.close());

interface Seen {
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly requestId: string;
    readonly timestamp: number;
    readonly records: readonly { data: string }[];
  };
}

/** An endpoint that answers by `answer`; gives its address and the requests it has seen. */
async function newEndpoint(
  answer: (seen: Seen, number: number) => { readonly status: number; readonly body: object },
): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const started = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const text = request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes).toString() : bytes.toString();
      const one: Seen = { headers: request.headers, body: JSON.parse(text) as Seen["body"] };
      seen.push(one);
      const { status, body } = answer(one, seen.length);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  server = started;
  await new Promise<void>((resolve) => {
    started.listen(0, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${(started.address() as AddressInfo).port}/in?a=1`, seen };
}

async function newHttpStream(
  place: Place,
  Url: string,
  more: Partial<HttpEndpointDestinationConfiguration> = {},
): Promise<string> {
  const { EndpointConfiguration, ...rest } = more;
  await place.firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "clicks",
      HttpEndpointDestinationConfiguration: {
        EndpointConfiguration: { Url, ...EndpointConfiguration },
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 },
        RoleARN: place.roleArn,
        S3Configuration: {
          RoleARN: place.roleArn,
          BucketARN: `arn:aws:s3:::${place.bucket}`,
          BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 },
        },
        ...rest,
      },
    }),
  );
  await active(place, "clicks");
  return "clicks";
}

const accept = ({ body: { requestId, timestamp } }: Seen) => ({ status: 200, body: { requestId, timestamp } });

// AWS: "Understand HTTP endpoint delivery request and response specifications".
test("sends records as AWS documents it, and keeps all of them in the backup", async () => {
  const place = await newPlace(yard);
  const { url, seen } = await newEndpoint(accept);
  const name = await newHttpStream(place, url, {
    EndpointConfiguration: { Url: url, AccessKey: "open sesame" },
    RequestConfiguration: {
      ContentEncoding: "GZIP",
      CommonAttributes: [{ AttributeName: "stage", AttributeValue: "test" }],
    },
    S3BackupMode: "AllData",
  });
  await put(place, name, "one", "two");
  await yard.yard.context.jobs.settled();
  expect(seen).toHaveLength(1);
  expect(seen[0]?.body).toEqual({
    requestId: seen[0]?.headers["x-amz-firehose-request-id"],
    timestamp: yard.clock.nowMs(),
    records: [{ data: "b25l" }, { data: "dHdv" }],
  });
  expect(seen[0]?.headers).toMatchObject({
    "content-type": "application/json",
    "content-encoding": "gzip",
    "x-amz-firehose-protocol-version": "1.0",
    "x-amz-firehose-source-arn": `arn:aws:firehose:us-east-1:${place.account.account}:deliverystream/clicks`,
    "x-amz-firehose-access-key": "open sesame",
    "x-amz-firehose-common-attributes": '{"commonAttributes":{"stage":"test"}}',
  });
  expect(Object.values(await texts(place))).toEqual(["onetwo"]);
});

test("repeats a request with its id until the endpoint takes it", async () => {
  const place = await newPlace(yard);
  const { url, seen } = await newEndpoint((one, number) =>
    number === 1 ? { status: 503, body: { errorMessage: "busy" } } : accept(one),
  );
  const name = await newHttpStream(place, url);
  await put(place, name, "x");
  await yard.yard.context.jobs.settled();
  await yard.advance(1_000);
  expect(new Set(seen.map(({ body }) => body.requestId)).size).toBe(1);
  expect(seen).toHaveLength(2);
  expect(await texts(place)).toEqual({});
});

test("gives up after the retry duration, and at once where the records are too large", async () => {
  for (const [status, duration] of [
    [500, 0],
    [413, 7_200],
  ] as const) {
    const place = await newPlace(yard);
    const { url, seen } = await newEndpoint(() => ({ status, body: { errorMessage: "no" } }));
    const name = await newHttpStream(place, url, { RetryOptions: { DurationInSeconds: duration } });
    await put(place, name, "x");
    await yard.yard.context.jobs.settled();
    expect(seen).toHaveLength(1);
    const [[key, body] = ["", ""]] = Object.entries(await texts(place));
    expect(key).toMatch(/^http-endpoint-failed\/2026\//);
    expect(JSON.parse(body)).toMatchObject({
      attemptsMade: 1,
      errorCode: "HttpEndpoint.DestinationException",
      errorMessage: `Received response status code is ${status}. no`,
      rawData: "eA==",
    });
    server?.close();
  }
});

// AWS: "Amazon Data Firehose treats responses that do not adhere to the proper format as delivery failures."
test("takes an answer without the request's id for a failure", async () => {
  const place = await newPlace(yard);
  const { url } = await newEndpoint(() => ({ status: 200, body: { requestId: "another", timestamp: 1 } }));
  const name = await newHttpStream(place, url, { RetryOptions: { DurationInSeconds: 0 } });
  await put(place, name, "x");
  await yard.yard.context.jobs.settled();
  expect(Object.values(await texts(place))[0]).toContain("HttpEndpoint.InvalidResponseFromDestination");
});
