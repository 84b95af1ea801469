// AWS::Include: a piece of a template from an object in S3, put where the transform stands.

import { AwsError } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import { readSnippet } from "../engine/template-source.ts";
import { parseTemplate } from "../template/parse.ts";
import { isRecord } from "../template/values.ts";
import { TransformFailure } from "./failure.ts";

/** The transform's name in a template. */
export const INCLUDE = "AWS::Include";

/**
 * The fragment with what the object has beside it; what both have is the object's.
 * DEVIATION: short tags ("!Ref") in the object are understood, which AWS does not.
 */
export async function include(
  fragment: Readonly<Record<string, unknown>>,
  parameters: Readonly<Record<string, unknown>>,
  context: Pick<Context, "aws">,
): Promise<Record<string, unknown>> {
  const place = /^s3:\/\/(?<bucket>[^/]+)\/(?<key>.+)$/.exec(String(parameters["Location"]))?.groups;
  // AWS: these sentences, as observed.
  if (place === undefined) throw new TransformFailure(INCLUDE, "The location parameter is not a valid S3 uri.");
  const text = await readSnippet(place["bucket"] ?? "", place["key"] ?? "", context).catch((error: unknown) => {
    throw error instanceof AwsError ? new TransformFailure(INCLUDE, error.message) : error;
  });
  const { value, problems } = parseTemplate(text);
  if (problems.length > 0 || !isRecord(value))
    throw new TransformFailure(INCLUDE, "The specified S3 object's content should be valid Yaml/JSON");
  return { ...fragment, ...value };
}
