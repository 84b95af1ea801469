// Goal: a page of any origin signs people in. Method: what a browser asks and reads, by plain HTTP: the preflight, an answer, an error.

import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const origin = "https://shop.example";
const target = "AWSCognitoIdentityProviderService.InitiateAuth";

test("a page may call a user pool, and read what it says", async () => {
  const yard = await sharedYard();
  const preflight = await fetch(yard.origin, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type,x-amz-target",
    },
  });
  expect([preflight.status, Object.fromEntries(preflight.headers)]).toMatchObject([
    200,
    { "access-control-allow-origin": "*", "access-control-allow-headers": "content-type,x-amz-target" },
  ]);
  const refused = await fetch(yard.origin, {
    method: "POST",
    headers: { origin, "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
    body: JSON.stringify({ ClientId: "nobody", AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: {} }),
  });
  expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([400, "*"]);
});

test("nothing is said for other services", async () => {
  const yard = await sharedYard();
  const answer = await fetch(yard.origin, {
    method: "POST",
    headers: { origin, "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.ListTables" },
    body: "{}",
  });
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});
