// CloudFront Functions, by the API and on the way of viewers' requests.

import { createHmac } from "node:crypto";
import {
  type CloudFrontClient,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DescribeFunctionCommand,
  GetDistributionConfigCommand,
  GetFunctionCommand,
  ListFunctionsCommand,
  PublishFunctionCommand,
  TestFunctionCommand,
  UpdateDistributionCommand,
  UpdateFunctionCommand,
} from "@aws-sdk/client-cloudfront";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { CACHING_OPTIMIZED, type Served, serveBucket, uniqueName, view } from "./serving.ts";

const FunctionConfig = { Comment: "", Runtime: "cloudfront-js-2.0" } as const;

async function makeFunction(cloudfront: CloudFrontClient, code: string) {
  const Name = uniqueName("function");
  const made = await cloudfront.send(
    new CreateFunctionCommand({ Name, FunctionConfig, FunctionCode: Buffer.from(code) }),
  );
  return { Name, IfMatch: made.ETag, arn: made.FunctionSummary?.FunctionMetadata?.FunctionARN ?? "" };
}

/** Publishes the code, and has the distribution's default behaviour run it. */
async function associate(
  { cloudfront, distribution }: Served,
  EventType: "viewer-request" | "viewer-response",
  code: string,
) {
  const { Name, IfMatch, arn } = await makeFunction(cloudfront, code);
  await cloudfront.send(new PublishFunctionCommand({ Name, IfMatch }));
  const { DistributionConfig, ETag } = await cloudfront.send(new GetDistributionConfigCommand({ Id: distribution.Id }));
  if (DistributionConfig === undefined) throw new Error("There is no distribution.");
  await cloudfront.send(
    new UpdateDistributionCommand({
      Id: distribution.Id,
      IfMatch: ETag,
      DistributionConfig: {
        ...DistributionConfig,
        DefaultCacheBehavior: {
          TargetOriginId: "bucket",
          ViewerProtocolPolicy: "allow-all",
          CachePolicyId: CACHING_OPTIMIZED,
          FunctionAssociations: { Quantity: 1, Items: [{ EventType, FunctionARN: arn }] },
        },
      },
    }),
  );
}

it("has two stages: what is developed, and what viewers run", async () => {
  const cloudfront = (await serveBucket((await sharedYard()).account())).cloudfront;
  const { Name, IfMatch } = await makeFunction(cloudfront, "function handler(event) { return event.request; }");
  const describe = async (Stage: "DEVELOPMENT" | "LIVE") =>
    cloudfront.send(new DescribeFunctionCommand({ Name, Stage }));
  expect((await describe("DEVELOPMENT")).FunctionSummary?.Status).toBe("UNPUBLISHED");
  await expect(describe("LIVE")).rejects.toMatchObject({
    name: "NoSuchFunctionExists",
    $metadata: { httpStatusCode: 404 },
  });
  const { FunctionSummary } = await cloudfront.send(new PublishFunctionCommand({ Name, IfMatch }));
  expect(FunctionSummary).toMatchObject({ Status: "UNASSOCIATED", FunctionMetadata: { Stage: "LIVE" } });
  const FunctionCode = Buffer.from("function handler() { return { statusCode: 204 }; }");
  const { ETag } = await cloudfront.send(new UpdateFunctionCommand({ Name, IfMatch, FunctionConfig, FunctionCode }));
  const code = async (Stage: "DEVELOPMENT" | "LIVE") =>
    Buffer.from((await cloudfront.send(new GetFunctionCommand({ Name, Stage }))).FunctionCode ?? "").toString();
  expect([await code("DEVELOPMENT"), await code("LIVE")]).toEqual([
    FunctionCode.toString(),
    "function handler(event) { return event.request; }",
  ]);
  const { FunctionList } = await cloudfront.send(new ListFunctionsCommand({}));
  expect(FunctionList?.Items?.map((each) => each.FunctionMetadata?.Stage)).toEqual(["DEVELOPMENT", "LIVE"]);
  await expect(cloudfront.send(new DeleteFunctionCommand({ Name, IfMatch }))).rejects.toMatchObject({
    name: "PreconditionFailed",
  });
  await cloudfront.send(new DeleteFunctionCommand({ Name, IfMatch: ETag }));
});

it("runs a function on an event, with a console, hashes and nothing of the machine", async () => {
  // AWS: "JavaScript runtime 2.0 features": crypto, querystring, Buffer; no dynamic code, no file system, no network, no timers.
  const { cloudfront } = await serveBucket((await sharedYard()).account());
  const test = async (code: string) => {
    const { Name, IfMatch } = await makeFunction(cloudfront, code);
    const { TestResult } = await cloudfront.send(
      new TestFunctionCommand({ Name, IfMatch, EventObject: Buffer.from('{"request":{"uri":"/a"}}') }),
    );
    return TestResult;
  };
  expect(
    await test(`import crypto from "crypto";
      const querystring = require("querystring");
      async function handler({ request }) {
        console.log("asked for", request.uri);
        const signature = crypto.createHmac("sha256", "key").update(request.uri).digest("hex");
        return { signature, text: Buffer.from("aGk", "base64url").toString(), query: querystring.stringify({ a: ["1", "2"] }) };
      }`),
  ).toMatchObject({
    FunctionOutput: JSON.stringify({
      signature: createHmac("sha256", "key").update("/a").digest("hex"),
      text: "hi",
      query: "a=1&a=2",
    }),
    FunctionExecutionLogs: ["asked for /a"],
    FunctionErrorMessage: "",
  });
  const missing = await test(
    `function handler() { return [typeof process, typeof fetch, typeof setTimeout, typeof require("crypto").randomBytes].join(); }`,
  );
  expect(missing?.FunctionOutput).toBe('"undefined,undefined,undefined,undefined"');
  expect((await test(`function handler() { return require("fs"); }`))?.FunctionErrorMessage).toContain(
    "The module fs is not there.",
  );
  expect((await test(`function handler() { return eval("1"); }`))?.FunctionErrorMessage).toContain("EvalError");
  expect(
    (await test(`function handler() { return this.constructor.constructor("return process")(); }`))
      ?.FunctionErrorMessage,
  ).not.toBe("");
  expect((await test(`function handler() { for (;;) {} }`))?.FunctionErrorMessage).toContain("timed out");
});

it("changes requests, answers them, and changes answers", async () => {
  const yard = await sharedYard();
  const served = await serveBucket(yard.account());
  const { s3, bucket, distribution } = served;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "app/index.html", Body: "app" }));
  const ask = (path: string) => view(yard, `http://${distribution.DomainName}${path}`);
  await associate(
    served,
    "viewer-request",
    `function handler(event) {
      const { request } = event;
      if (request.uri === "/old") return { statusCode: 302, statusDescription: "Found", headers: { location: { value: "/new?" + request.querystring.a.value } } };
      if (request.uri === "/broken") { request.method = "POST"; return request; }
      if (!request.uri.includes(".")) request.uri = "/app/index.html";
      return request;
    }`,
  );
  expect(await ask("/courses/7")).toMatchObject({ status: 200, text: "app" });
  expect(await ask("/old?a=7")).toMatchObject({
    status: 302,
    headers: { location: "/new?7", "x-cache": "FunctionGeneratedResponse from cloudfront" },
  });
  expect(await ask("/broken")).toMatchObject({
    status: 503,
    headers: { "x-cache": "FunctionExecutionError from cloudfront" },
  });
  await associate(
    served,
    "viewer-response",
    `function handler(event) {
      event.response.headers["x-served"] = { value: event.context.eventType };
      return event.response;
    }`,
  );
  expect(await ask("/app/index.html")).toMatchObject({
    status: 200,
    text: "app",
    headers: { "x-served": "viewer-response" },
  });
});
