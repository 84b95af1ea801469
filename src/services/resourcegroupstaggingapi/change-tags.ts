// Changing the tags of several resources, each by its own service, as the caller.

import type { FailureInfo } from "@aws-sdk/client-resource-groups-tagging-api";
import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import type { Tagging } from "../../service/tagging.ts";
import { invalidParameter } from "./errors.ts";

/** Applies `change` to each resource; gives what failed, and why, by ARN. AWS: the call itself does not fail by that. */
export async function changeEach(
  taggings: readonly Tagging[],
  context: Context,
  arns: readonly string[],
  change: (tagging: Tagging, arn: string) => Promise<unknown>,
): Promise<Record<string, FailureInfo>> {
  const failures: Record<string, FailureInfo> = {};
  await Promise.all(
    arns.map(async (arn) => {
      try {
        await change(requireTagging(taggings, context, arn), arn);
      } catch (error) {
        failures[arn] = describeFailure(error);
      }
    }),
  );
  return failures;
}

/** AWS: "You can only tag resources that are located in the specified Region for the account". */
function requireTagging(taggings: readonly Tagging[], context: Context, text: string): Tagging {
  const arn = parseArn(text);
  if (arn === undefined) throw invalidParameter(`The ARN ${text} is not valid.`);
  const isElsewhere =
    (arn.account !== "" && arn.account !== context.account) || (arn.region !== "" && arn.region !== context.region);
  if (isElsewhere) throw invalidParameter(`The resource ${text} is not in this account and Region.`);
  // Several parts of an API may share a service's ARNs: that which has the resource is asked.
  const candidates = taggings.filter(({ arnService }) => arnService === arn.service);
  const owner = context.store.read((tx) =>
    candidates.find(
      (each) => candidates.length === 1 || [...each.list(tx, context)].some((found) => found.arn === text),
    ),
  );
  const tagging = owner ?? candidates[0];
  if (tagging === undefined) throw invalidParameter(`The service ${arn.service} has no resources that can be tagged.`);
  return tagging;
}

function describeFailure(error: unknown): FailureInfo {
  if (!(error instanceof AwsError)) throw error;
  // AWS: "any valid error code returned by the service that hosts the resource".
  return { StatusCode: error.status, ErrorCode: error.code as FailureInfo["ErrorCode"], ErrorMessage: error.message };
}
