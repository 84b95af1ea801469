// Goal: there is one ARN for a parameter, so that none slips past a policy. Method: other texts for the same one.

import { expect, test } from "vitest";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { PermissionCall } from "../../service/service.ts";
import { parseReference } from "./name.ts";
import { permissions } from "./permissions.ts";

const scope = { account: parseAccountId("111122223333"), region: parseRegion("us-east-1") };
const OWN = "arn:aws:ssm:us-east-1:111122223333:parameter";

test.each([
  ["app", "app", undefined, `${OWN}/app`],
  ["/app/url:3", "/app/url", ":3", `${OWN}/app/url`],
  [`${OWN}/app`, "app", undefined, `${OWN}/app`],
  [`${OWN}/app/url:3`, "/app/url", ":3", `${OWN}/app/url`],
])("%s", (text, name, selector, arn) => {
  expect(parseReference(text, scope)).toEqual(selector === undefined ? { name } : { name, selector });
  const rule = permissions["GetParameter"];
  expect(rule?.({ Name: text } as never, scope as PermissionCall)).toEqual([
    { action: "ssm:GetParameter", resource: arn },
  ]);
});

test.each([
  [OWN.replace("arn:aws:", "arn:x:") + "/app", "ValidationException"],
  [OWN.replace(":ssm:", ":sqs:") + "/app", "ValidationException"],
  [OWN.replace(/parameter$/, "app"), "ValidationException"],
  [OWN.replace("us-east-1", "eu-west-1") + "/app", "ParameterNotFound"],
  [OWN.replace("111122223333", "444455556666") + "/app", "ParameterNotFound"],
])("%s is refused", (text, code) => {
  expect(() => parseReference(text, scope)).toThrow(expect.objectContaining({ code }));
});
