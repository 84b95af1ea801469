// The values of SSM parameters that belong to no stack: people and scripts keep identifiers there, too.

import { GetParametersCommand, SSMClient, paginateDescribeParameters } from "@aws-sdk/client-ssm";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";

// LIMIT: "GetParameters": ten names a call.
const NAMES = 10;

/** All parameters but those that stacks made. Secret ones are not read: what they hold is nobody's identifier. */
export async function readParametersOutside(
  target: Target,
  ofStacks: ReadonlySet<string>,
): Promise<readonly { readonly name: string; readonly value: string }[]> {
  const client = new SSMClient(clientConfig(target));
  try {
    const names: string[] = [];
    for await (const page of paginateDescribeParameters({ client }, {}))
      for (const { Name = "", Type } of page.Parameters ?? [])
        if (Type !== "SecureString" && !ofStacks.has(Name)) names.push(Name);
    const batches = Array.from({ length: Math.ceil(names.length / NAMES) }, (_, index) =>
      names.slice(index * NAMES, (index + 1) * NAMES),
    );
    const answers = await Promise.all(batches.map((Names) => client.send(new GetParametersCommand({ Names }))));
    return answers.flatMap(({ Parameters = [] }) =>
      Parameters.map(({ Name = "", Value = "" }) => ({ name: Name, value: Value })),
    );
  } finally {
    client.destroy();
  }
}
