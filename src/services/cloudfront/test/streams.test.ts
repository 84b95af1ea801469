// Goal: what nobody needs whole passes through as it comes. Method: an origin that holds the rest of its answer back until the viewer has the
// beginning, answers that are too large to be kept, and one that breaks off.

import { createServer, request as send, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudFrontClient, CreateDistributionCommand } from "@aws-sdk/client-cloudfront";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sharedYard, type TestYard } from "../../../testing/harness.ts";
import { CACHING_OPTIMIZED, configOf, view } from "./serving.ts";

const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const MEBIBYTE = Buffer.alloc(1024 * 1024, "a");

let yard: TestYard;
let respond: (response: ServerResponse) => void = (response) => response.end();
const server = createServer((_request, response) => respond(response));

beforeAll(async () => {
  yard = await sharedYard();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => void server.close());

async function distribution(CachePolicyId: string): Promise<string> {
  const config = configOf("none", undefined, {
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: "server",
          DomainName: "localhost",
          CustomOriginConfig: {
            HTTPPort: (server.address() as AddressInfo).port,
            HTTPSPort: 443,
            OriginProtocolPolicy: "http-only",
          },
        },
      ],
    },
    DefaultCacheBehavior: { TargetOriginId: "server", ViewerProtocolPolicy: "allow-all", CachePolicyId },
  });
  const client = yard.account().client(CloudFrontClient);
  const { Distribution } = await client.send(new CreateDistributionCommand({ DistributionConfig: config }));
  return `http://${Distribution?.DomainName ?? ""}`;
}

/** The parts of an answer's body; each is waited for. */
function parts(url: string): Promise<AsyncIterator<Buffer>> {
  const { host } = new URL(url);
  const { hostname, port } = new URL(yard.origin);
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path: "/stream", headers: { host }, agent: false };
    const outgoing = send(options, (answer) => resolve(answer[Symbol.asyncIterator]() as AsyncIterator<Buffer>));
    outgoing.once("error", reject);
    outgoing.end();
  });
}

it.each([
  ["without a cache", CACHING_DISABLED, {}],
  // Managed-CachingOptimized keeps what says nothing, and what says no-store for a second: 206 is kept by no policy.
  ["of a status that is not kept", CACHING_OPTIMIZED, { status: 206 }],
])("streams an answer %s", async (_what, policy, { status = 200 }: { status?: number }) => {
  const url = await distribution(policy);
  let finish: () => void = () => undefined;
  respond = (response) => {
    response.writeHead(status, { "content-type": "text/event-stream" }).write("first");
    finish = () => response.end("last");
  };
  const body = await parts(url);
  expect(String((await body.next()).value)).toBe("first");
  // Only now: had anybody waited for the whole, nobody would have got here.
  finish();
  expect(String((await body.next()).value)).toBe("last");
});

it.each([
  ["that says how large it is", true, CACHING_OPTIMIZED],
  ["that does not", false, CACHING_OPTIMIZED],
  ["past the cache", true, CACHING_DISABLED],
])("passes on an answer of 40 MiB %s", async (_what, isSaid, policy) => {
  const url = await distribution(policy);
  respond = (response) => {
    response.writeHead(200, isSaid ? { "content-length": 40 * MEBIBYTE.length } : {});
    for (let index = 0; index < 40; index += 1) response.write(MEBIBYTE);
    response.end();
  };
  const { status, bytes } = await view(yard, `${url}/large`);
  expect({ status, length: bytes.length }).toEqual({ status: 200, length: 40 * MEBIBYTE.length });
  expect(bytes.subarray(-3).toString()).toBe("aaa");
});

// AWS: "HTTP 502 status code (Bad Gateway)": the origin closes the connection too early.
it("answers 502 where the origin breaks off what was to be kept", async () => {
  const url = await distribution(CACHING_OPTIMIZED);
  respond = (response) => {
    response.writeHead(200, { "content-length": 100 }).write("half");
    response.once("finish", () => undefined);
    setImmediate(() => response.destroy());
  };
  expect(await view(yard, `${url}/half`)).toMatchObject({ status: 502 });
});
