// CloudTrail's errors. The codes and their meaning are the API reference's (LookupEvents, Errors); AWS does not publish
// the sentences, which are inferred.

import { AwsError } from "../../kernel/errors.ts";

export const invalidLookupAttributes = (message: string): AwsError =>
  new AwsError({ code: "InvalidLookupAttributesException", message });

export const invalidTimeRange = (): AwsError =>
  new AwsError({
    code: "InvalidTimeRangeException",
    message: "The start time occurs after the end time, or the time range is outside the range of possible values.",
  });

export const invalidMaxResults = (maximum: number): AwsError =>
  new AwsError({
    code: "InvalidMaxResultsException",
    message: `MaxResults must be between 1 and ${maximum}.`,
  });

export const invalidNextToken = (): AwsError =>
  new AwsError({
    code: "InvalidNextTokenException",
    message: "The token is not valid, or was used in a request with different parameters.",
  });

export const invalidEventCategory = (): AwsError =>
  new AwsError({ code: "InvalidEventCategoryException", message: "The event category must be insight." });
