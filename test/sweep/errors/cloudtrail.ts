// How each documented error of CloudTrail is provoked.

import { sweepOf, unprovokable } from "./table.ts";

const SERVED = unprovokable("The operation is served, and an account may look its own events up.");

/** The errors sweep of CloudTrail. */
export const cloudtrail = sweepOf({
  service: "cloudtrail",
  prepare: () => Promise.resolve({}),
  inputs: { LookupEvents: () => ({}) },
  everywhere: {
    InvalidEventCategoryException: (_, ask) => ask({ EventCategory: "nothing" }),
    InvalidLookupAttributesException: (_, ask) =>
      ask({ LookupAttributes: [{ AttributeKey: "Nothing", AttributeValue: "value" }] }),
    InvalidMaxResultsException: (_, ask) => ask({ MaxResults: 51 }),
    InvalidNextTokenException: (_, ask) => ask({ NextToken: "nothing" }),
    InvalidTimeRangeException: (_, ask) => ask({ StartTime: new Date(1_000), EndTime: new Date(0) }),
    OperationNotPermittedException: SERVED,
    UnsupportedOperationException: SERVED,
  },
  operations: {},
});
