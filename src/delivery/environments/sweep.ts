// What an environment leaves behind: lists it, for the proof that nothing is left, and removes what no stack owns: the log
// groups that functions made by themselves.

import { CloudWatchLogsClient, DeleteLogGroupCommand, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { createClock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import { openStacks } from "../cloud/stacks.ts";
import type { StackView } from "../cloud/stack-views.ts";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";

/** One thing that is left of an environment. */
export interface Leftover {
  readonly kind: "stack" | "log group" | "tagged resource" | "fork";
  /** A name or an ARN. */
  readonly id: string;
  /** A stack's status. */
  readonly status?: string;
}

/** The proof: what is left, and where nobody could look. */
export interface SweepResult {
  readonly left: readonly Leftover[];
  /** Kinds that were looked for. */
  readonly checked: readonly Leftover["kind"][];
  /** Kinds that this cloud cannot list, with its words. */
  readonly notChecked: readonly { readonly kind: Leftover["kind"]; readonly reason: string }[];
}

/** Whose remains are looked for. */
export interface Swept {
  readonly system: string;
  readonly environment: string;
}

/** Lists what is left of an environment. `logGroups` are those of functions that it had. */
export async function sweep(target: Target, swept: Swept, logGroups: readonly string[]): Promise<SweepResult> {
  const stacks = openStacks(target, createClock({ mode: "wall" }), secureRandom());
  try {
    const [remaining, groups, tagged] = await Promise.all([
      stacks.list().then((all) => all.filter((stack) => isOf(stack, swept))),
      presentLogGroups(target, logGroups),
      taggedResources(target, swept),
    ]);
    const left: readonly Leftover[] = [
      ...remaining.map(({ name, status }): Leftover => ({ kind: "stack", id: name, status })),
      ...groups.map((id): Leftover => ({ kind: "log group", id })),
      ...("reason" in tagged ? [] : tagged.map((id): Leftover => ({ kind: "tagged resource", id }))),
    ];
    const isTagged = !("reason" in tagged);
    return {
      left,
      checked: ["stack", "log group", ...(isTagged ? (["tagged resource"] as const) : [])],
      notChecked: isTagged ? [] : [{ kind: "tagged resource", reason: tagged.reason }],
    };
  } finally {
    stacks.destroy();
  }
}

/** The log groups of an environment's functions: asked for before its stacks go. */
export async function logGroupsOf(target: Target, swept: Swept): Promise<readonly string[]> {
  const stacks = openStacks(target, createClock({ mode: "wall" }), secureRandom());
  try {
    const own = (await stacks.list()).filter((stack) => isOf(stack, swept));
    const resources = (await Promise.all(own.map((stack) => stacks.resources(stack.name)))).flat();
    return resources
      .filter((each) => each.resourceType === "AWS::Lambda::Function" && each.physicalId !== "")
      .map((each) => `/aws/lambda/${each.physicalId}`);
  } finally {
    stacks.destroy();
  }
}

/** Deletes log groups; those that are gone already are no error. */
export async function deleteLogGroups(target: Target, names: readonly string[]): Promise<void> {
  const client = new CloudWatchLogsClient(clientConfig(target));
  try {
    for (const logGroupName of names) {
      try {
        await client.send(new DeleteLogGroupCommand({ logGroupName }));
      } catch (error) {
        if (!(error instanceof Error && error.name === "ResourceNotFoundException")) throw error;
      }
    }
  } finally {
    client.destroy();
  }
}

function isOf(stack: StackView, { system, environment }: Swept): boolean {
  return stack.tags["stackyard:system"] === system && stack.tags["stackyard:environment"] === environment;
}

async function presentLogGroups(target: Target, names: readonly string[]): Promise<readonly string[]> {
  const client = new CloudWatchLogsClient(clientConfig(target));
  try {
    const found = await Promise.all(
      names.map(async (logGroupNamePrefix) => {
        const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
        return (logGroups ?? []).some((group) => group.logGroupName === logGroupNamePrefix);
      }),
    );
    return names.filter((_, index) => found[index]);
  } finally {
    client.destroy();
  }
}

async function taggedResources(
  target: Target,
  { system, environment }: Swept,
): Promise<readonly string[] | { readonly reason: string }> {
  const client = new ResourceGroupsTaggingAPIClient(clientConfig(target));
  const arns: string[] = [];
  try {
    for (let token: string | undefined; ;) {
      const page = await client.send(
        new GetResourcesCommand({
          TagFilters: [
            { Key: "stackyard:system", Values: [system] },
            { Key: "stackyard:environment", Values: [environment] },
          ],
          ...(token === undefined ? {} : { PaginationToken: token }),
        }),
      );
      arns.push(...(page.ResourceTagMappingList ?? []).flatMap(({ ResourceARN }) => ResourceARN ?? []));
      token = page.PaginationToken === "" ? undefined : page.PaginationToken;
      if (token === undefined) return arns;
    }
  } catch (error) {
    // A proof says where it did not look, rather than fail for it.
    if (error instanceof Error && "$metadata" in error) return { reason: error.message };
    throw error;
  } finally {
    client.destroy();
  }
}
