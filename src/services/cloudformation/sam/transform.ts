// AWS::Serverless-2016-10-31: turns a SAM template into a CloudFormation template. Pure: values in, values out.

import { problem } from "../template/problem.ts";
import type { Problem } from "../template/problem.ts";
import type { Positions } from "../template/parse.ts";

/** The transform's name in a template. */
export const SERVERLESS_TRANSFORM = "AWS::Serverless-2016-10-31";

/** The processed template, or what is wrong with it. */
export type SamResult = { readonly template: Record<string, unknown> } | { readonly problems: readonly Problem[] };

/** Applies the transform. `region` chooses what the translation depends on. */
export function transformServerless(
  body: Readonly<Record<string, unknown>>,
  positions: Positions,
  _region: string,
): SamResult {
  return {
    problems: [
      problem({
        code: "TEMPLATE_UNKNOWN_TRANSFORM",
        summary: "The template asks for a transform that is not there.",
        detail: "The transform of the Serverless Application Model is not there yet.",
        awsMessage: `Transform ${SERVERLESS_TRANSFORM} is not supported by this cloud yet.`,
        position: positions.of(body, "Transform"),
      }),
    ],
  };
}
