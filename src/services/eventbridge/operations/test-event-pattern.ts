// TestEventPattern: whether an event matches a pattern.

import type { TestEventPatternCommandInput, TestEventPatternCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validation } from "../errors.ts";
import { requirePattern } from "../rules/matching.ts";

// AWS: TestEventPattern: what an event must have.
const REQUIRED = ["id", "account", "source", "time", "region", "resources", "detail-type"];

export const testEventPattern = defineOperation<Input<TestEventPatternCommandInput>, TestEventPatternCommandOutput>(
  "TestEventPattern",
  (input) => {
    const pattern = requirePattern(input.EventPattern);
    return { Result: pattern.matches(requireEvent(input.Event)) };
  },
);

function requireEvent(text: string): unknown {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw validation("Parameter Event is not valid.");
  }
  const missing = REQUIRED.filter((name) => typeof event !== "object" || event === null || !Object.hasOwn(event, name));
  if (missing.length > 0) throw validation(`Parameter ${missing[0]} is required in Event.`);
  return event;
}
