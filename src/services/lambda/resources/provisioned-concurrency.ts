// ProvisionedConcurrencyConfig of AWS::Lambda::Alias and AWS::Lambda::Version.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { ifThere, member, number } from "./properties.ts";

const LOOK_AGAIN_MS = 100;

/** Gives a version or an alias what the template says, and waits until it is ready. */
export async function applyProvisionedConcurrency(
  FunctionName: string,
  Qualifier: string,
  properties: Properties,
  context: ResourceContext,
): Promise<void> {
  const { lambda } = context.aws;
  const wanted = number(member(properties["ProvisionedConcurrencyConfig"], "ProvisionedConcurrentExecutions"));
  const which = { FunctionName, Qualifier };
  if (wanted === undefined) {
    await ifThere(() => lambda.deleteProvisionedConcurrencyConfig(which));
    return;
  }
  await lambda.putProvisionedConcurrencyConfig({ ...which, ProvisionedConcurrentExecutions: wanted });
  for (;;) {
    const { Status, StatusReason } = await lambda.getProvisionedConcurrencyConfig(which);
    if (Status === "READY") return;
    if (Status === "FAILED")
      throw new AwsError({ code: "NotStabilized", message: `Provisioned concurrency failed: ${StatusReason}` });
    await context.wait(LOOK_AGAIN_MS);
  }
}

/** As the template writes it; undefined if there is none. */
export async function readProvisionedConcurrency(
  FunctionName: string,
  Qualifier: string,
  { aws }: ResourceContext,
): Promise<{ readonly ProvisionedConcurrentExecutions: number | undefined } | undefined> {
  try {
    const found = await aws.lambda.getProvisionedConcurrencyConfig({ FunctionName, Qualifier });
    return { ProvisionedConcurrentExecutions: found.RequestedProvisionedConcurrentExecutions };
  } catch (error) {
    if (error instanceof AwsError && error.code === "ProvisionedConcurrencyConfigNotFoundException") return undefined;
    throw error;
  }
}
