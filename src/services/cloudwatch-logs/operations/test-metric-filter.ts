// TestMetricFilter: which messages a pattern matches, and what it finds in them. AWS: TestMetricFilter (API reference).

import type { TestMetricFilterCommandInput, TestMetricFilterCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import { PatternTooSlowError } from "../../../kernel/bounded-pattern.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { parseFilterPattern } from "../filter-pattern.ts";

export const testMetricFilter = defineOperation<Input<TestMetricFilterCommandInput>, TestMetricFilterCommandOutput>(
  "TestMetricFilter",
  ({ filterPattern, logEventMessages }) => {
    const pattern = parseFilterPattern(filterPattern);
    try {
      return {
        matches: logEventMessages.flatMap((eventMessage, index) =>
          pattern.matches(eventMessage)
            ? [{ eventNumber: index + 1, eventMessage, extractedValues: pattern.extract(eventMessage) }]
            : [],
        ),
      };
    } catch (error) {
      if (error instanceof PatternTooSlowError) throw invalidParameter("Invalid filter pattern");
      throw error;
    }
  },
);
