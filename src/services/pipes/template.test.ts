// Input templates: each form of AWS's page against what comes of it.

import { expect, test } from "vitest";
import { applyTemplate, decodeEvent, type Reserved, resolveParameter, textOf } from "./template.ts";

const reserved: Reserved = {
  pipeArn: "arn:aws:pipes:us-east-1:123456789012:pipe/p",
  pipeName: "p",
  sourceArn: "source",
  enrichmentArn: "",
  targetArn: "target",
  ingestedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
};
const event = {
  messageId: "m",
  body: '{"key":"va\\"lue","n":1,"list":[{"x":1},{"x":2}]}',
  attributes: { SenderId: "AIDA" },
};

// AWS: "Amazon EventBridge Pipes input transformation": its examples of a queue's event, and its reserved variables.
test.each<readonly [template: string, text: string]>([
  ['"Hello, sender"', "Hello, sender"],
  ["Hello, sender", "Hello, sender"],
  ["<$.attributes.SenderId>", "AIDA"],
  ['"Hello, <$.attributes.SenderId>"', "Hello, AIDA"],
  ['{"key1": "value1", "key2": <$.body.key>}', '{"key1":"value1","key2":"va\\"lue"}'],
  ['{"key2": "<$.body.key>"}', '{"key2":"va\\"lue"}'],
  ['{"n": <$.body.n>, "one": <$.body.list[1].x>, "all": <$.body.list[*].x>}', '{"n":1,"one":2,"all":[1,2]}'],
  ['{"object": <$.body>}', `{"object":${JSON.stringify(event.body)}}`],
  ['{"none": <$.body.gone>, "quoted": "<$.gone>"}', '{"none":"","quoted":""}'],
  [
    '{"pipe": <aws.pipes.pipe-name>, "at": <aws.pipes.event.ingestion-time>, "source": "<aws.pipes.source-arn>"}',
    '{"pipe":"p","at":"2026-01-02T03:04:05.000Z","source":"source"}',
  ],
  ['{"a": 1 < 2}', '{"a": 1 < 2}'],
])("%s", (template, text) => {
  expect(textOf(applyTemplate(template, event, reserved))).toBe(text);
});

test("hands the event on where there is no template, whole or decoded where it is asked for", () => {
  expect(applyTemplate(undefined, event, reserved)).toEqual({ kind: "json", value: event });
  expect(applyTemplate("<aws.pipes.event>", event, reserved)).toEqual({ kind: "json", value: event });
  expect(applyTemplate('{"e": <aws.pipes.event.json>}', event, reserved)).toEqual({
    kind: "json",
    value: { e: { ...event, body: JSON.parse(event.body) as unknown } },
  });
});

test("looks into the data of Kinesis, and takes parameters from paths", () => {
  const data = Buffer.from('{"user":"ann"}').toString("base64");
  const decoded = decodeEvent({ eventSource: "aws:kinesis", data });
  expect(textOf(applyTemplate("<$.data.user>", decoded, reserved))).toBe("ann");
  expect(resolveParameter("$.data.user", decoded)).toBe("ann");
  expect(resolveParameter("fixed", decoded)).toBe("fixed");
});
