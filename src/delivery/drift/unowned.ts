// Resources that no stack manages: what people made by hand, and what was left behind. A resource scan of CloudFormation finds
// them, here and on AWS.

import {
  CloudFormationClient,
  DescribeResourceScanCommand,
  ListResourceScanResourcesCommand,
  StartResourceScanCommand,
} from "@aws-sdk/client-cloudformation";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import { artifactBucketOf, clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";

/** One resource that no stack has. */
export interface UnownedResource {
  readonly resourceType: string;
  /** The values of the type's primary identifier, by name. */
  readonly identifier: Readonly<Record<string, string>>;
}

/** Scans the account and region. Throws the cloud's error if a scan cannot be started, and one of its own if it fails. */
export async function findUnowned(
  target: Target,
  options: { readonly clock?: Clock } = {},
): Promise<readonly UnownedResource[]> {
  const clock = options.clock ?? createClock({ mode: "wall" });
  const client = new CloudFormationClient(clientConfig(target));
  try {
    const { ResourceScanId } = await client.send(new StartResourceScanCommand({}));
    await waitForScan(client, ResourceScanId, target, clock);
    const found: UnownedResource[] = [];
    for (let token: string | undefined; ;) {
      const page = await client.send(
        new ListResourceScanResourcesCommand({ ResourceScanId, ...(token === undefined ? {} : { NextToken: token }) }),
      );
      for (const {
        ResourceType: resourceType = "",
        ResourceIdentifier: identifier = {},
        ManagedByStack,
      } of page.Resources ?? [])
        if (ManagedByStack !== true) found.push({ resourceType, identifier });
      token = page.NextToken;
      if (token === undefined) break;
    }
    return found.filter((resource) => !isOurs(resource, target)).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  } finally {
    client.destroy();
  }
}

async function waitForScan(
  client: CloudFormationClient,
  ResourceScanId: string | undefined,
  target: Target,
  clock: Clock,
): Promise<void> {
  for (let pauseMs = target.polling.firstMs; ; pauseMs = Math.min(pauseMs * 1.5, target.polling.longestMs)) {
    const { Status, StatusReason } = await client.send(new DescribeResourceScanCommand({ ResourceScanId }));
    if (Status === "COMPLETE") return;
    if (Status === "FAILED" || Status === "EXPIRED") throw new Error(StatusReason ?? "The resource scan failed.");
    await clock.wait(pauseMs);
  }
}

// The delivery's own bucket and the account's administrator are what everything else is made with.
function isOurs({ resourceType, identifier }: UnownedResource, target: Target): boolean {
  const [id] = Object.values(identifier);
  if (resourceType === "AWS::S3::Bucket") return id === artifactBucketOf(target);
  return resourceType === "AWS::IAM::User" && id === "stackyard" && target.kind === "local";
}

/** Whether a resource is the one that a person means: by its whole identifier, or by the name at its end. */
export function isMeant({ identifier }: UnownedResource, name: string): boolean {
  return Object.values(identifier).some((value) => value === name || value.split(/[/:]/).at(-1) === name);
}

function keyOf({ resourceType, identifier }: UnownedResource): string {
  return [resourceType, ...Object.values(identifier)].join("\n");
}
